/// Something that answers a chat: a request in, a completion or a stream of chunks out.
///
/// A remote platform, the local engine, a command-line agent and a scripted test model all conform, so that whatever is
/// built on a `ChatModel` works with each of them.
public protocol ChatModel: Sendable {
    /// The type of a streamed answer.
    associatedtype Chunks: AsyncSequence<ChatCompletionChunk, any Error> & Sendable

    /// Answers as a whole.
    ///
    /// - Throws: An error of the implementation; `CancellationError` when the task is cancelled.
    func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion

    /// Answers piece by piece.
    ///
    /// Returns when the answer begins; an error before that is thrown here. The stream ends normally only when the
    /// answer is complete: one that is cut off ends with an error. Dropping the stream stops the generation.
    ///
    /// - Throws: An error of the implementation; `CancellationError` when the task is cancelled.
    func stream(_ request: ChatCompletionRequest) async throws -> Chunks
}
