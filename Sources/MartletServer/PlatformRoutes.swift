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
        if let stores, let store = stores.files, let blobs = stores.blobs {
            files = FileService(
                files: store, blobs: blobs, limits: configuration.limits, clock: .system, logger: logger)
        } else {
            files = nil
        }
        runs = stores.map { stores in
            RunSystem(
                stores: stores, engine: engine, tools: tools,
                models: ModelResolver(engine: engine, configuration: configuration), configuration: configuration,
                logger: logger, clock: .system)
        }
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
        VisionRoutes(
            engine: engine, configuration: configuration, loader: loader, pictures: pictures,
            admissions: admissions, monitor: monitor
        ).add(to: router)
        if let stores, let runs {
            AssistantRoutes(
                stores: stores, runs: runs.service, limits: configuration.limits, clock: .system, monitor: monitor
            ).add(to: router)
        }
        if let files { FileRoutes(service: files).add(to: router) }
        router.refuseOtherMethods()
        return router
    }
}
