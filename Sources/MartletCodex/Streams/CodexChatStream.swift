public import MartletAPI

/// A streamed answer of Codex: its chunks as they come.
///
/// It ends normally only when the answer is complete; else it throws, as ``CodexCompletions/create(_:options:)`` does. It
/// can be iterated once. Leaving the loop, cancelling the task or dropping the stream ends the turn and its commands.
public struct CodexChatStream: AsyncSequence, Sendable {
    public typealias Element = ChatCompletionChunk
    public typealias Failure = any Error

    /// The same answer with what happens beside it. Only one of the two can be iterated.
    public let events: CodexEventStream

    /// - Throws: The error of an answer that ended before its first piece.
    init(beginning events: CodexEventStream) async throws {
        try await events.source.waitUntilBegun(countsActivities: false)
        self.events = events
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: events.makeAsyncIterator())
    }

    /// Reads the stream to its end.
    ///
    /// - Returns: The completion, with what happened beside the answer in its member `codex`.
    /// - Throws: As iteration does.
    public func collect() async throws -> ChatCompletion {
        try await events.collect()
    }

    /// Delivers the chunks of a stream.
    public struct Iterator: AsyncIteratorProtocol {
        var base: CodexEventStream.Iterator

        /// The next chunk; nil when the answer is complete.
        public mutating func next() async throws -> ChatCompletionChunk? {
            while let event = try await base.next() {
                if case .chunk(let chunk) = event { return chunk }
            }
            return nil
        }
    }
}
