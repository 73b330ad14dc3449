import HTTPTypes
import MartletAPI
import NIOCore

/// Delivers the pieces of a streamed answer, and sees to it that it ends in exactly one way.
struct StreamIterator<Decoder: StreamDecoding> {
    private let body: ResponseBody
    private let metadata: ResponseMetadata
    private var bytes: ResponseBody.Iterator?
    private var decoder: Decoder
    private let redactor: Redactor
    private let span: CallSpan?

    init(_ source: StreamSource) {
        body = source.body
        metadata = source.metadata
        redactor = source.redactor
        span = source.span
        decoder = Decoder(
            contentType: metadata.headers[.contentType] ?? "", redactor: redactor,
            splitsReasoning: source.splitsReasoning, skipsUnreadableChunks: source.skipsUnreadableChunks,
            logger: source.logger)
        bytes = body.makeAsyncIterator()
    }

    /// The next piece; nil when the answer is complete.
    ///
    /// - Throws: ``MartletError``; `CancellationError`. After an error the stream is over.
    mutating func next() async throws -> Decoder.Element? {
        while bytes != nil {
            do throws(MartletError) {
                if let element = try decoder.next() {
                    if let span { Decoder.report(element, to: span) }
                    return element
                }
            } catch {
                throw end(with: error)
            }
            if decoder.isDone {
                // What follows the last event is of no interest, but its end is near: the connection can be kept.
                body.drain()
                end()
                return nil
            }
            try await read()
        }
        return nil
    }

    /// Reads more bytes, or ends the stream.
    private mutating func read() async throws {
        do {
            if let piece = try await bytes?.next() {
                try decoder.append(piece)
                return
            }
            // Some sequences end when the task is cancelled, as if the body had.
            try Task.checkCancellation()
        } catch {
            if error is CancellationError || Task.isCancelled {
                bytes = nil
                span?.end(CancellationError())
                throw CancellationError()
            }
            // The answer is complete: that the connection breaks or falls silent after it changes nothing.
            if decoder.isComplete { return try finish() }
            // What the server said last explains more than that it went away.
            throw end(with: decoder.strayError ?? MartletError(error, redactor: redactor))
        }
        try finish()
    }

    /// The body has ended in an orderly way; has the answer?
    private mutating func finish() throws {
        guard !hasFinished else {
            guard decoder.isComplete else { throw end(with: decoder.truncation) }
            end()
            return
        }
        hasFinished = true
        decoder.finish()
    }

    private var hasFinished = false

    private mutating func end() {
        bytes = nil
        span?.end(metadata: metadata, completion: decoder.tracedCompletion)
    }

    private mutating func end(with error: MartletError) -> MartletError {
        var error = error
        error.attempts = metadata.attempts
        if error.headers.isEmpty { error.headers = redactor.redact(metadata.headers) }
        decoder.attachPartial(to: &error)
        bytes = nil
        span?.end(error)
        return error
    }
}
