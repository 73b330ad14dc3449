import Martlet
import Synchronization

/// The runs of `codex exec` that have not ended yet.
final class ExecRuns: Sendable {
    private struct State {
        var runs: [Int: (run: ExecRun, ended: Promise<Void>)] = [:]
        var next = 0
        var isShutDown = false
    }

    private let state = Mutex(State())

    /// Adds a run.
    ///
    /// - Returns: Its number, for ``remove(_:)``.
    /// - Throws: ``Martlet/MartletError/Code/shutDown``.
    func add(_ run: ExecRun) throws(MartletError) -> Int {
        let number: Int? = state.withLock { state in
            guard !state.isShutDown else { return nil }
            state.next += 1
            state.runs[state.next] = (run, Promise())
            return state.next
        }
        guard let number else { throw MartletError(.shutDown, "The client was shut down. Make a new one.") }
        return number
    }

    /// The run has ended.
    func remove(_ number: Int) {
        let entry = state.withLock { $0.runs.removeValue(forKey: number) }
        entry?.ended.resolve(.success(()))
    }

    /// Whether ``shutdown()`` was called.
    var isShutDown: Bool { state.withLock { $0.isShutDown } }

    /// Ends all runs and returns when they have ended.
    func shutdown() async {
        let runs = state.withLock { state in
            state.isShutDown = true
            return Array(state.runs.values)
        }
        for entry in runs { entry.run.stop(.cancelled) }
        for entry in runs { _ = try? await entry.ended.waitThroughCancellation() }
    }
}
