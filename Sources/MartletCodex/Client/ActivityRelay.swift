/// Hands activities to the program's handlers: in order, and outside of every lock, so that a handler may take its time and
/// may call back.
final class ActivityRelay: Sendable {
    private let handlers: [@Sendable (CodexActivity) -> Void]
    private let entry: AsyncStream<CodexActivity>.Continuation
    private let task: Task<Void, Never>

    init(_ handlers: [@Sendable (CodexActivity) -> Void]) {
        self.handlers = handlers
        let (stream, entry) = AsyncStream<CodexActivity>.makeStream()
        self.entry = entry
        // Awaited by `finish()`.
        task = Task {
            for await activity in stream {
                for handler in handlers { handler(activity) }
            }
        }
    }

    func send(_ activity: CodexActivity) {
        guard !handlers.isEmpty else { return }
        entry.yield(activity)
    }

    /// Returns when the handlers have seen everything.
    func finish() async {
        entry.finish()
        await task.value
    }

    deinit { entry.finish() }
}
