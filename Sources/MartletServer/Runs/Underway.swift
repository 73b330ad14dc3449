import Synchronization

/// What workers have in their hands, such as runs, to stop it by.
final class Underway<ID: Hashable & Sendable>: Sendable {
    private struct State {
        var stops: [ID: @Sendable () -> Void] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    /// Runs `body`, which ends early when it is stopped.
    ///
    /// - Throws: What `body` throws.
    func perform<Value: Sendable>(
        _ id: ID, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // Awaited below; a task of its own because only such can be cancelled from a request.
        let task = Task { try await body() }
        let isStopping = state.withLock { state in
            state.stops[id] = { task.cancel() }
            return state.isStopping
        }
        if isStopping { task.cancel() }
        defer { state.withLock { $0.stops[id] = nil } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    func stop(_ id: ID) {
        state.withLock { $0.stops[id] }?()
    }

    /// Stops all, and whatever begins later.
    func stopAll() {
        let stops = state.withLock { state in
            state.isStopping = true
            return Array(state.stops.values)
        }
        for stop in stops { stop() }
    }

    var count: Int { state.withLock { $0.stops.count } }
}
