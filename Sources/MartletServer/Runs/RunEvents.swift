import HTTPTypes
import MartletAPI
import Synchronization

/// Tells those who watch a run what happens to it.
///
/// A run never waits for a watcher: one who reads too slowly is cut off with an error, and can still ask for the run.
final class RunEvents: Sendable {
    typealias Watcher = AsyncThrowingStream<RunEvent, any Error>

    private struct Watching {
        /// What a worker says of this attempt or an earlier one is old news.
        var attempt: Int
        var continuation: Watcher.Continuation
    }

    private struct Watchers {
        var nextID = 0
        var ofRun: [RunID: [Int: Watching]] = [:]
    }

    /// How many events a watcher may be behind.
    private let limit: Int
    private let watchers = Mutex(Watchers())

    init(limit: Int = 65_536) { self.limit = limit }

    /// What happens to the run from now on, up to its last event. To be called before the run can begin, or go on.
    ///
    /// - Parameter attempt: The last attempt that is of no interest: for a run that waits for outputs, the one that ended
    ///   so. Its worker may not have told yet.
    func watch(_ run: RunID, after attempt: Int = 0) -> Watcher {
        let (stream, continuation) = Watcher.makeStream(bufferingPolicy: .bufferingOldest(limit))
        let id = watchers.withLock { watchers in
            watchers.nextID += 1
            watchers.ofRun[run, default: [:]][watchers.nextID] = Watching(
                attempt: attempt, continuation: continuation)
            return watchers.nextID
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id, of: run) }
        return stream
    }

    /// - Parameter attempt: The attempt of the worker that says so; nil when nobody who watches may miss it.
    func publish(_ event: RunEvent, of run: RunID, attempt: Int? = nil) {
        let continuations = continuations(of: run, attempt: attempt)
        for continuation in continuations {
            if case .dropped = continuation.yield(event) {
                continuation.finish(
                    throwing: PlatformError(
                        .serviceUnavailable, code: "reader_too_slow",
                        "The events of this run were not read fast enough. The run goes on: ask for it."))
            }
        }
        // What waits for the client waits without watchers: its next events are of another request.
        if case .run(let run) = event, run.state.isTerminal || run.state == .requiresAction {
            for continuation in continuations { continuation.finish() }
        }
    }

    private func continuations(of run: RunID, attempt: Int?) -> [Watcher.Continuation] {
        watchers.withLock { watchers in
            guard let watching = watchers.ofRun[run] else { return [] }
            return watching.values.filter { attempt ?? .max > $0.attempt }.map(\.continuation)
        }
    }

    /// Ends what is watched of a run that there is no more.
    func forget(_ run: RunID, in thread: ThreadID) {
        for continuation in continuations(of: run, attempt: nil) {
            continuation.finish(throwing: PlatformError.unknownRun(run, in: thread))
        }
    }

    /// Ends what is watched when the platform stops.
    func finishAll() {
        let all = watchers.withLock { $0.ofRun.values.flatMap(\.values) }
        for watching in all {
            watching.continuation.finish(
                throwing: PlatformError(
                    .serviceUnavailable, code: "platform_stopping",
                    "The platform is stopping. The run goes on when it is there again."))
        }
    }

    private func remove(_ id: Int, of run: RunID) {
        watchers.withLock { watchers in
            watchers.ofRun[run]?[id] = nil
            if watchers.ofRun[run]?.isEmpty == true { watchers.ofRun[run] = nil }
        }
    }

    /// How many runs are watched.
    var watchedRuns: Int { watchers.withLock { $0.ofRun.count } }
}
