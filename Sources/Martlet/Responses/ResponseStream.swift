public import MartletAPI

/// A streamed response: its events as they come.
///
/// ```swift
/// for try await event in try await client.responses.stream(request) {
///     print(event.text, terminator: "")
/// }
/// ```
///
/// It ends normally only when the response is complete or incomplete, which its last event says, or with `[DONE]`.
/// Otherwise it throws: a ``MartletError`` with the server's own words when the response failed or the server reported an
/// error; ``MartletError/Code/truncated`` or ``MartletError/Code/connection`` when the connection ended first, with what
/// had come in ``MartletError/response``; ``MartletError/Code/idleTimeout`` when it fell silent; `CancellationError`.
///
/// A response in the background goes on when its stream breaks: ``ResponsesResource/resume(_:after:include:options:)``
/// delivers the rest.
///
/// It can be iterated once. Leaving the loop, cancelling the task or dropping the stream closes the connection, which
/// stops a response that is not in the background.
public struct ResponseStream: AsyncSequence, Sendable {
    public typealias Element = ResponseStreamEvent
    public typealias Failure = any Error

    /// What came with the answer's head.
    public let metadata: ResponseMetadata
    private let source: StreamSource

    init(_ source: StreamSource) {
        metadata = source.metadata
        self.source = source
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: StreamIterator(source))
    }

    /// Reads the stream to its end and puts the events together.
    ///
    /// - Throws: As iteration does, and ``MartletError/Code/responseTooLarge`` beyond the accumulator's limits.
    public func collect() async throws -> ResponseObject {
        var accumulator = ResponseAccumulator()
        for try await event in self {
            do throws(AccumulatorError) {
                try accumulator.add(event)
            } catch {
                throw MartletError.tooLarge(error, after: accumulator)
            }
        }
        guard let response = accumulator.response else {
            throw MartletError(.decoding, "The stream ended without a response.")
        }
        return response
    }

    /// Delivers the events of a stream.
    public struct Iterator: AsyncIteratorProtocol {
        var base: StreamIterator<ResponseEventDecoder>

        /// The next event; nil when the response is complete.
        ///
        /// - Throws: See ``ResponseStream``. After an error the stream is over.
        public mutating func next() async throws -> ResponseStreamEvent? { try await base.next() }
    }
}

extension MartletError {
    /// A stream that is larger than an accumulator takes.
    static func tooLarge(_ error: AccumulatorError, after accumulator: ResponseAccumulator) -> MartletError {
        var tooLarge = MartletError(.responseTooLarge, error.description, cause: error)
        tooLarge.response = accumulator.response
        tooLarge.partial = tooLarge.response.map { ChatCompletion($0) }
        return tooLarge
    }
}
