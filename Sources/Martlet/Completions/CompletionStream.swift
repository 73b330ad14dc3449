public import MartletAPI

/// A streamed completion of a text: its chunks as they come.
///
/// It ends as a ``ChatCompletionStream`` does: normally only when it is complete, otherwise with an error, to which what
/// had come is attached as the message of ``MartletError/partial``. It can be iterated once. Leaving the loop, cancelling
/// the task or dropping the stream closes the connection, which stops the generation.
public struct CompletionStream: AsyncSequence, Sendable {
    public typealias Element = Completion
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
    public func collect() async throws -> Completion {
        var accumulator = CompletionAccumulator()
        for try await chunk in self {
            do {
                try accumulator.add(chunk)
            } catch {
                throw MartletError(.responseTooLarge, error.description, cause: error)
            }
        }
        return accumulator.completion
    }

    /// Delivers the chunks of a stream.
    public struct Iterator: AsyncIteratorProtocol {
        var base: StreamIterator<StreamDecoder<Completion>>

        /// The next chunk; nil when the answer is complete.
        ///
        /// - Throws: See ``CompletionStream``. After an error the stream is over.
        public mutating func next() async throws -> Completion? { try await base.next() }
    }
}
