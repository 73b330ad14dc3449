import MartletAPI
import Synchronization

/// The runs that workers have in their hands, to stop them by.
final class RunsUnderway: Sendable {
    private struct State {
        var stops: [RunID: @Sendable () -> Void] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    /// Runs `body`, which ends early when the run is stopped.
    ///
    /// - Throws: What `body` throws.
    func perform<Value: Sendable>(
        _ run: RunID, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // Awaited below; a task of its own because only such can be cancelled from a request.
        let task = Task { try await body() }
        let isStopping = state.withLock { state in
            state.stops[run] = { task.cancel() }
            return state.isStopping
        }
        if isStopping { task.cancel() }
        defer { state.withLock { $0.stops[run] = nil } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    func stop(_ run: RunID) {
        state.withLock { $0.stops[run] }?()
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
