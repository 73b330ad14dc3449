import HTTPTypes
public import MartletAPI
import NIOCore
import Synchronization

/// A streamed answer: its chunks as they come.
///
/// ```swift
/// for try await chunk in try await client.chat.completions.stream(request) {
///     print(chunk.text, terminator: "")
/// }
/// ```
///
/// It ends normally only when the answer is complete, which `[DONE]`, a finish reason or a final usage chunk shows.
/// Otherwise it throws: a ``MartletError`` with the server's own words when it reported an error;
/// ``MartletError/Code/truncated`` or ``MartletError/Code/connection`` when the connection ended first, with what had come
/// in ``MartletError/partial``; ``MartletError/Code/idleTimeout`` when it fell silent; `CancellationError`.
///
/// It can be iterated once. Leaving the loop, cancelling the task or dropping the stream closes the connection, which
/// stops the generation.
public struct ChatCompletionStream: AsyncSequence, Sendable {
    public typealias Element = ChatCompletionChunk
    public typealias Failure = any Error

    /// What came with the answer's head.
    public let metadata: ResponseMetadata
    private let body: ResponseBody
    private let redactor: Redactor
    private let span: CallSpan?

    init(_ response: TransportResponse, metadata: ResponseMetadata, redactor: Redactor, span: CallSpan?) {
        self.metadata = metadata
        body = response.body
        self.redactor = redactor
        self.span = span
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(
            body: body, metadata: metadata,
            decoder: ChatStreamDecoder(contentType: metadata.headers[.contentType] ?? "", redactor: redactor),
            redactor: redactor, span: span)
    }

    /// Reads the stream to its end and puts the chunks together.
    ///
    /// - Throws: As iteration does, and ``MartletError/Code/responseTooLarge`` beyond the accumulator's limits.
    public func collect() async throws -> ChatCompletion {
        var accumulator = ChatCompletionAccumulator()
        for try await chunk in self {
            do {
                try accumulator.add(chunk)
            } catch {
                var tooLarge = MartletError(.responseTooLarge, error.description, cause: error)
                tooLarge.partial = accumulator.completion
                throw tooLarge
            }
        }
        return accumulator.completion
    }

    /// Delivers the chunks of a stream.
    public struct Iterator: AsyncIteratorProtocol {
        private let body: ResponseBody
        private let metadata: ResponseMetadata
        private var bytes: ResponseBody.Iterator?
        private var decoder: ChatStreamDecoder
        private let redactor: Redactor
        private let span: CallSpan?

        init(
            body: ResponseBody, metadata: ResponseMetadata, decoder: ChatStreamDecoder, redactor: Redactor,
            span: CallSpan?
        ) {
            self.body = body
            self.metadata = metadata
            self.decoder = decoder
            self.redactor = redactor
            self.span = span
            bytes = body.makeAsyncIterator()
        }

        /// The next chunk; nil when the answer is complete.
        ///
        /// - Throws: See ``ChatCompletionStream``. After an error the stream is over.
        public mutating func next() async throws -> ChatCompletionChunk? {
            while bytes != nil {
                do throws(MartletError) {
                    if let chunk = try decoder.next() {
                        span?.note(chunk)
                        return chunk
                    }
                } catch {
                    throw end(with: error)
                }
                if decoder.isDone {
                    // What follows `[DONE]` is of no interest, but its end is near: the connection can be kept.
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
                if decoder.isComplete {
                    end()
                    return
                }
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
            span?.end(metadata: metadata, completion: decoder.partial)
        }

        private mutating func end(with error: MartletError) -> MartletError {
            var error = error
            error.attempts = metadata.attempts
            if error.headers.isEmpty { error.headers = redactor.redact(metadata.headers) }
            error.partial = decoder.partial
            bytes = nil
            span?.end(error)
            return error
        }
    }
}
