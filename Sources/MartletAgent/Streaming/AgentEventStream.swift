import Synchronization

/// What happens in a streamed call of a ``ChatAgent``, as it happens.
///
/// Nothing happens before it is iterated. It can be read once: a second iteration throws a ``ConfigurationError``. It ends
/// after ``AgentEvent/reply(_:)``, or throws what the call throws. Leaving the loop, dropping the iterator and cancelling
/// the task stop the answer, and the history is in order right afterwards.
public struct AgentEventStream: AsyncSequence, Sendable {
    public typealias Element = AgentEvent
    public typealias Failure = any Error

    /// Whether the sequence was read.
    private final class Use: Sendable {
        let isTaken = Atomic<Bool>(false)
    }

    private let core: AgentCore
    private let call: AgentCall
    private let use = Use()

    init(core: AgentCore, call: AgentCall) {
        self.core = core
        self.call = call
    }

    public func makeAsyncIterator() -> Iterator {
        let isTaken = use.isTaken.exchange(true, ordering: .relaxed)
        return Iterator(session: isTaken ? nil : AgentSession(core, call))
    }

    /// Makes the call, an event at a time.
    public struct Iterator: AsyncIteratorProtocol {
        /// Nil when another iterator has it.
        let session: AgentSession?

        /// The next event; nil when the call is over.
        public mutating func next() async throws -> AgentEvent? {
            guard let session else {
                throw ConfigurationError("A stream of an agent can be read once. Call chatStream or events again.")
            }
            return try await session.next()
        }
    }
}
