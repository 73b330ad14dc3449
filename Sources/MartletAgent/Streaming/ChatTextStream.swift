/// The text of a streamed answer of a ``ChatAgent``, piece by piece as it comes. No piece is empty.
///
/// Nothing happens before it is iterated, and it can be read once. ``AgentEventStream`` has the details, and everything
/// else that happens.
public struct ChatTextStream: AsyncSequence, Sendable {
    public typealias Element = String
    public typealias Failure = any Error

    let events: AgentEventStream

    public func makeAsyncIterator() -> Iterator { Iterator(events: events.makeAsyncIterator()) }

    /// Delivers the text.
    public struct Iterator: AsyncIteratorProtocol {
        var events: AgentEventStream.Iterator

        /// The next piece; nil when the call is over, and the history up to date.
        public mutating func next() async throws -> String? {
            while let event = try await events.next() {
                if case .text(let text) = event { return text }
            }
            return nil
        }
    }
}
