import MartletAPI

/// The chunks of a streamed answer, whatever type its model has for them. Dropping it stops the answer.
class ChunkSource {
    /// The next chunk; nil when the answer is complete.
    func next() async throws -> ChatCompletionChunk? { nil }
}

/// The chunks of a model's own type.
final class ChunksOf<Chunks: AsyncSequence<ChatCompletionChunk, any Error> & Sendable>: ChunkSource {
    private var iterator: Chunks.AsyncIterator

    init(_ chunks: Chunks) {
        iterator = chunks.makeAsyncIterator()
    }

    override func next() async throws -> ChatCompletionChunk? {
        try await iterator.next(isolation: #isolation)
    }
}
