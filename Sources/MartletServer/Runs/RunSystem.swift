import Logging
import MartletAPI

/// What answers runs: the queue's end that takes orders, and the workers.
struct RunSystem: Sendable {
    let service: RunService
    let workers: RunWorkers

    init(
        stores: PlatformStores, engine: any InferenceEngine, tools: ServerTools, fileSearch: FileSearch?,
        models: ModelResolver,
        configuration: PlatformConfiguration, logger: Logger, clock: WallClock
    ) {
        let events = RunEvents()
        let underway = Underway<RunID>()
        let bell = Bell()
        service = RunService(
            stores: stores, models: models, events: events, underway: underway, bell: bell, clock: clock,
            limit: configuration.limits.unfinishedRuns)
        workers = RunWorkers(
            store: stores.runs,
            executor: RunExecutor(
                engine: engine, tools: tools, fileSearch: fileSearch, events: events, clock: clock, logger: logger),
            events: events, underway: underway, bell: bell, limit: configuration.limits.runWorkers, clock: clock,
            logger: logger)
    }
}
