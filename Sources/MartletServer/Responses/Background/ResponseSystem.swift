import Logging
import MartletAPI

/// What answers responses in the background: the queue's end that takes orders, and the workers.
struct ResponseSystem: Sendable {
    let background: BackgroundResponses
    let workers: ResponseWorkers

    init(
        store: any ResponseStore, engine: any InferenceEngine, limits: PlatformLimits, clock: WallClock, logger: Logger
    ) {
        let logs = ResponseLogs()
        let underway = Underway<ResponseID>()
        let bell = Bell()
        background = BackgroundResponses(
            store: store, logs: logs, underway: underway, bell: bell, limit: limits.unfinishedResponses)
        workers = ResponseWorkers(
            store: store,
            executor: ResponseExecutor(engine: engine, limits: limits, logger: logger, clock: clock),
            logs: logs, underway: underway, bell: bell, limits: limits, clock: clock, logger: logger)
    }
}
