import Synchronization

/// A value under a lock that can be waited for: each change wakes those whose condition has come true.
final class FaultMonitor<State: Sendable>: Sendable {
    /// `true` ends the wait, a thrown error fails it.
    typealias Condition = @Sendable (State) throws -> Bool

    private struct Waiter {
        var condition: Condition
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct Guarded {
        var state: State
        var nextWaiter = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let guarded: Mutex<Guarded>

    init(_ state: State) {
        guarded = Mutex(Guarded(state: state))
    }

    /// What `body` makes of the value.
    func read<R: Sendable>(_ body: (State) -> R) -> R {
        guarded.withLock { body($0.state) }
    }

    /// Changes the value, then wakes whoever waited for that.
    @discardableResult
    func update<R: Sendable>(_ body: (inout State) -> R) -> R {
        let (result, ended) = guarded.withLock { guarded in
            let result = body(&guarded.state)
            var ended: [(CheckedContinuation<Void, any Error>, Result<Void, any Error>)] = []
            for (number, waiter) in guarded.waiters {
                guard let outcome = Self.outcome(of: waiter.condition, guarded.state) else { continue }
                guarded.waiters.removeValue(forKey: number)
                ended.append((waiter.continuation, outcome))
            }
            return (result, ended)
        }
        for (continuation, outcome) in ended {
            continuation.resume(with: outcome)
        }
        return result
    }

    /// Returns when the condition holds.
    ///
    /// - Parameters:
    ///   - timeout: How long to wait at most.
    ///   - failure: The sentence of the timeout, made from the value as it is then.
    ///   - condition: What to wait for. Called under the lock: it must be quick and call nothing of this monitor.
    /// - Throws: ``FaultServerError/Code/timeout``, what the condition throws, or `CancellationError`.
    func wait(
        timeout: Duration,
        orFail failure: @escaping @Sendable (State) -> String,
        until condition: @escaping Condition
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.wait(until: condition) }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw FaultServerError(.timeout, "\(self.read(failure)) after \(timeout)")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func wait(until condition: @escaping Condition) async throws {
        let number = guarded.withLock { guarded in
            guarded.nextWaiter += 1
            return guarded.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = guarded.withLock { guarded in
                    if let outcome = Self.outcome(of: condition, guarded.state) { return outcome }
                    // The flag is set before the cancellation handler runs, and that handler takes the same lock:
                    // either it finds the waiter or we see the flag.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    guarded.waiters[number] = Waiter(condition: condition, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let waiter = guarded.withLock { $0.waiters.removeValue(forKey: number) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private static func outcome(of condition: Condition, _ state: State) -> Result<Void, any Error>? {
        do {
            return try condition(state) ? .success(()) : nil
        } catch {
            return .failure(error)
        }
    }
}
