import Synchronization

/// A value that is there once, for any number of tasks that wait for it.
final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case open([Int: CheckedContinuation<Value, any Error>], next: Int)
        case resolved(Result<Value, any Error>)
    }

    private let state = Mutex(State.open([:], next: 0))

    /// The value, once it is there.
    var result: Result<Value, any Error>? {
        state.withLock { state in
            guard case .resolved(let result) = state else { return nil }
            return result
        }
    }

    /// Gives the value. Only the first one counts.
    ///
    /// - Returns: Whether this was the first.
    @discardableResult
    func resolve(_ result: Result<Value, any Error>) -> Bool {
        let waiting: [CheckedContinuation<Value, any Error>]? = state.withLock { state in
            guard case .open(let waiting, _) = state else { return nil }
            state = .resolved(result)
            return Array(waiting.values)
        }
        for continuation in waiting ?? [] { continuation.resume(with: result) }
        return waiting != nil
    }

    /// Waits for the value.
    ///
    /// - Throws: The promise's error; `CancellationError`, at once, when the task is cancelled.
    func wait() async throws -> Value {
        let number = state.withLock { state in
            guard case .open(let waiting, let next) = state else { return 0 }
            state = .open(waiting, next: next + 1)
            return next
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enroll(continuation, number: number, isCancellable: true)
            }
        } onCancel: {
            let continuation: CheckedContinuation<Value, any Error>? = state.withLock { state in
                guard case .open(var waiting, let next) = state else { return nil }
                let continuation = waiting.removeValue(forKey: number)
                state = .open(waiting, next: next)
                return continuation
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    /// Waits for the value whether or not the task is cancelled.
    func waitThroughCancellation() async throws -> Value {
        let number = state.withLock { state in
            guard case .open(let waiting, let next) = state else { return 0 }
            state = .open(waiting, next: next + 1)
            return next
        }
        return try await withCheckedThrowingContinuation { continuation in
            enroll(continuation, number: number, isCancellable: false)
        }
    }

    private func enroll(
        _ continuation: CheckedContinuation<Value, any Error>, number: Int, isCancellable: Bool
    ) {
        let result: Result<Value, any Error>? = state.withLock { state in
            switch state {
            case .resolved(let result): return result
            case .open(var waiting, let next):
                // The flag is set before the cancellation handler runs, and that handler takes the same lock: either it
                // finds the continuation or we see the flag.
                if isCancellable, Task.isCancelled { return .failure(CancellationError()) }
                waiting[number] = continuation
                state = .open(waiting, next: next)
                return nil
            }
        }
        if let result { continuation.resume(with: result) }
    }
}
