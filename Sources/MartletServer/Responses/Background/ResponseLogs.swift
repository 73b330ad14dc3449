import HTTPTypes
import MartletAPI
import Synchronization

/// The logs of the responses in the background that go on, or wait.
final class ResponseLogs: Sendable {
    private struct State {
        var logs: [ResponseID: ResponseLog] = [:]
        var isStopped = false
    }

    private let state = Mutex(State())

    /// The log of a response; nil when nobody has opened one, or when it has ended.
    func log(of id: ResponseID) -> ResponseLog? { state.withLock { $0.logs[id] } }

    /// The log of a response that has not ended.
    ///
    /// - Parameter first: The number of its first event.
    func open(_ id: ResponseID, first: Int) -> ResponseLog {
        let (log, isStopped) = state.withLock { state in
            if let log = state.logs[id] { return (log, state.isStopped) }
            let log = ResponseLog(first: first)
            state.logs[id] = log
            return (log, state.isStopped)
        }
        if isStopped { log.fail(Self.stopping) }
        return log
    }

    /// Lets go of the log of a response; those who read it go on to its end.
    func close(_ id: ResponseID) {
        state.withLock { _ = $0.logs.removeValue(forKey: id) }
    }

    /// Ends all logs when the platform stops.
    func failAll() {
        let logs = state.withLock { state in
            state.isStopped = true
            return Array(state.logs.values)
        }
        for log in logs { log.fail(Self.stopping) }
    }

    private static let stopping = PlatformError(
        .serviceUnavailable, code: "platform_stopping",
        "The platform is stopping. The response is answered when it is there again.")

    /// How many responses have a log.
    var count: Int { state.withLock { $0.logs.count } }
}
