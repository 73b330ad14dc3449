import Logging

/// What makes vector stores: the service that takes orders, and the workers that read files.
struct VectorStoreSystem: Sendable {
    let service: VectorStoreService
    let workers: VectorStoreWorkers

    /// Nil when the platform does not keep all that vector stores need.
    init?(
        stores: PlatformStores, engine: any InferenceEngine, models: ModelResolver,
        configuration: PlatformConfiguration, logger: Logger, clock: WallClock
    ) {
        guard let ports = VectorStorePorts(stores) else { return nil }
        let bell = Bell()
        let limits = configuration.limits
        let embedder = PassageEmbedder(engine: engine, models: models, vectors: ports.vectors)
        let indexer = VectorStoreIndexer(
            stores: ports, embedder: embedder, limits: limits, clock: clock, logger: logger)
        service = VectorStoreService(
            stores: ports, search: VectorStoreSearch(stores: ports, embedder: embedder), indexer: indexer, bell: bell,
            limits: limits, clock: clock)
        workers = VectorStoreWorkers(
            stores: ports, indexer: indexer, bell: bell, limit: limits.fileReaders, clock: clock, logger: logger)
    }
}
