import Synchronization

/// Work that many wait for and that is done once.
///
/// One who waits and is cancelled leaves at once; the work goes on as long as somebody waits for it, and is cancelled when
/// nobody does.
final class SharedWork<Value: Sendable>: Sendable {
    private struct State {
        var waiting: [Int: CheckedContinuation<Value, any Error>] = [:]
        var next = 0
        var result: Result<Value, any Error>?
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    init(_ work: @escaping @Sendable () async throws -> Value) {
        // Awaited by those in `value()`, the last of whom cancels it.
        let task = Task { [self] in
            do {
                finish(.success(try await work()))
            } catch {
                finish(.failure(error))
            }
        }
        state.withLock { state in
            if state.result == nil { state.task = task }
        }
    }

    private func finish(_ result: Result<Value, any Error>) {
        let waiting = state.withLock { state in
            state.result = result
            state.task = nil
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume(with: result) }
    }

    /// How many wait at the moment.
    var waiters: Int { state.withLock(\.waiting.count) }

    /// The value, when it is there.
    ///
    /// - Throws: What the work throws; `CancellationError` when the caller is cancelled.
    func value() async throws -> Value {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Value, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.result == nil { state.waiting[id] = continuation }
                    return state.result
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let (continuation, abandoned) = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: id)
                return (continuation, state.waiting.isEmpty ? state.task : nil)
            }
            continuation?.resume(throwing: CancellationError())
            abandoned?.cancel()
        }
    }
}
