import Hummingbird
import Logging

/// All routes of the platform, and what stands behind them.
struct PlatformRoutes: Sendable {
    let configuration: PlatformConfiguration
    let engine: any InferenceEngine
    let stores: PlatformStores?
    let media: MediaServices
    let metrics: PrometheusMetrics?
    let monitor: ConnectionMonitor
    /// What answers runs; nil when the platform keeps nothing.
    let runs: RunSystem?
    /// What answers responses in the background; nil when the platform keeps nothing.
    let responses: ResponseSystem?
    /// What makes vector stores; nil when the platform does not keep what they need.
    let vectorStores: VectorStoreSystem?
    /// What keeps files; nil when the platform keeps none.
    let files: FileService?
    private let tools: ServerTools

    init(
        configuration: PlatformConfiguration, engine: any InferenceEngine, stores: PlatformStores?,
        media: MediaServices, metrics: PrometheusMetrics?, monitor: ConnectionMonitor, logger: Logger
    ) {
        self.configuration = configuration
        self.engine = engine
        self.stores = stores
        self.media = media
        self.metrics = metrics
        self.monitor = monitor
        let tools = ServerTools(configuration: configuration, media: media)
        self.tools = tools
        let models = ModelResolver(engine: engine, configuration: configuration)
        let vectorStores = stores.flatMap { stores in
            VectorStoreSystem(
                stores: stores, engine: engine, models: models, configuration: configuration, logger: logger,
                clock: .system)
        }
        if let stores, let store = stores.files, let blobs = stores.blobs {
            var service = FileService(
                files: store, blobs: blobs, limits: configuration.limits, clock: .system, logger: logger)
            if let vectorStores {
                service.detach = { id, owner in try await vectorStores.service.detach(id, of: owner) }
            }
            files = service
        } else {
            files = nil
        }
        self.vectorStores = vectorStores
        responses = stores.map { stores in
            ResponseSystem(
                store: stores.responses, engine: engine, limits: configuration.limits, clock: .system, logger: logger)
        }
        runs = stores.map { stores in
            let fileSearch = vectorStores.map {
                FileSearch(
                    service: $0.service, threads: stores.threads,
                    isServerTool: configuration.serverTools.contains(FileSearchTool.name))
            }
            return RunSystem(
                stores: stores, engine: engine, tools: tools, fileSearch: fileSearch, models: models,
                configuration: configuration, logger: logger, clock: .system)
        }
    }

    /// What goes on beside the requests until the task is cancelled.
    var upkeep: [@Sendable () async -> Void] {
        var upkeep: [@Sendable () async -> Void] = []
        if let vectors = stores?.vectors { upkeep.append { await vectors.run() } }
        return upkeep
    }

    func router() -> Router<PlatformContext> {
        let router = Router(context: PlatformContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: TelemetryMiddleware())
        router.add(middleware: ErrorMiddleware())
        router.add(
            middleware: AuthenticationMiddleware(
                keys: KnownKeys(configured: configuration.apiKeys, stored: stores?.keys)))
        HealthRoutes(engine: engine, metrics: metrics).add(to: router)
        ModelRoutes(engine: engine).add(to: router)
        let admissions = Admissions(limit: configuration.limits.concurrentRequests)
        let loader = MediaLoader(media: media, limits: configuration.limits)
        let pictures = media.pictures ?? loader
        InferenceRoutes(
            engine: engine, configuration: configuration, admissions: admissions, monitor: monitor,
            assistants: AssistantChat(assistants: stores?.assistants, tools: tools), pictures: pictures
        ).add(to: router)
        ResponseRoutes(
            service: ResponseService(
                engine: engine, models: ModelResolver(engine: engine, configuration: configuration),
                admissions: admissions, limits: configuration.limits, store: stores?.responses, clock: .system),
            background: responses?.background, limits: configuration.limits, monitor: monitor
        ).add(to: router)
        VisionRoutes(
            engine: engine, configuration: configuration, loader: loader, pictures: pictures,
            admissions: admissions, monitor: monitor
        ).add(to: router)
        if let stores, let runs {
            AssistantRoutes(
                stores: stores, runs: runs.service, vectorStores: vectorStores?.service, limits: configuration.limits,
                clock: .system, monitor: monitor
            ).add(to: router)
        }
        if let vectorStores {
            VectorStoreRoutes(service: vectorStores.service, limits: configuration.limits).add(to: router)
        }
        if let vectors = stores?.vectors {
            let embedder = TextEmbedder(
                engine: engine, models: ModelResolver(engine: engine, configuration: configuration),
                admissions: admissions)
            VectorRoutes(
                database: vectors, embedder: embedder, limits: configuration.limits, clock: .system, monitor: monitor
            ).add(to: router)
        }
        if let files { FileRoutes(service: files).add(to: router) }
        router.refuseOtherMethods()
        return router
    }
}
