public import MartletAPI

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
    private let source: StreamSource

    init(_ source: StreamSource) {
        metadata = source.metadata
        self.source = source
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: StreamIterator(source))
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
        var base: StreamIterator<StreamDecoder<ChatCompletionChunk>>

        /// The next chunk; nil when the answer is complete.
        ///
        /// - Throws: See ``ChatCompletionStream``. After an error the stream is over.
        public mutating func next() async throws -> ChatCompletionChunk? { try await base.next() }
    }
}
