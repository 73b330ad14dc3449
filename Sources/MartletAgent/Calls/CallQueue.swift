import Synchronization

/// Lets the calls of one agent through one at a time, in the order in which they came.
final class CallQueue: Sendable {
    /// Why a call is not let through; a cancelled one gets a `CancellationError`.
    enum Refusal: Error {
        /// The agent is closed.
        case closed
        /// The call would wait for itself: a tool or a callback of the call that is under way makes it, or the task that
        /// is reading a streamed answer.
        case waitsForItself
    }

    private struct State {
        var isClosed = false
        var isBusy = false
        /// Counts the calls, so that the one under way can be told from those before.
        var current = 0
        /// The task that last worked on the call under way.
        var holder: Int?
        var nextWaiter = 0
        var waiters: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []

        /// A call gets its turn.
        mutating func begin() {
            isBusy = true
            current += 1
        }
    }

    /// Of the queues whose calls run the current code, which call it is. Tasks that this code starts have it too, and may
    /// outlive the call.
    @TaskLocal private static var surrounding: [ObjectIdentifier: Int] = [:]

    private let state = Mutex(State())

    /// Waits until no other call is under way.
    ///
    /// - Throws: ``Refusal``; `CancellationError`, at once, when the task is cancelled.
    func enter() async throws {
        let task = Self.currentTask
        let surrounding = Self.surrounding[ObjectIdentifier(self)]
        let number: Int? = try state.withLock { state in
            if state.isClosed { throw Refusal.closed }
            if !state.isBusy {
                state.begin()
                state.holder = task
                return nil
            }
            if surrounding == state.current { throw Refusal.waitsForItself }
            if let task, state.holder == task { throw Refusal.waitsForItself }
            state.nextWaiter += 1
            return state.nextWaiter
        }
        guard let number else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    // The flag is set before the cancellation handler runs, and that handler takes the same lock: either
                    // it finds the continuation or we see the flag.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.isClosed { return .failure(Refusal.closed) }
                    if !state.isBusy {
                        state.begin()
                        return .success(())
                    }
                    state.waiters.append((number, continuation))
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
        state.withLock { $0.holder = task }
    }

    /// Says that the current task works on the call under way.
    func touch() {
        let task = Self.currentTask
        state.withLock { $0.holder = task }
    }

    /// Ends the call under way, and lets the next through.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            state.holder = nil
            guard !state.waiters.isEmpty else {
                state.isBusy = false
                return nil
            }
            // The next one holds it from here on, so that none that comes now can get in before it.
            state.begin()
            return state.waiters.removeFirst().continuation
        }
        next?.resume()
    }

    /// Lets nobody in any more. Calls that wait fail; the one under way goes on.
    func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(throwing: Refusal.closed) }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// How many calls wait.
    var waiting: Int { state.withLock { $0.waiters.count } }

    /// Runs code of the caller's program in which no call of this queue may be made.
    func surrounding<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        var surrounding = Self.surrounding
        surrounding[ObjectIdentifier(self)] = state.withLock { $0.current }
        return try await Self.$surrounding.withValue(surrounding) { try await body() }
    }

    private static var currentTask: Int? { withUnsafeCurrentTask { $0?.hashValue } }
}
