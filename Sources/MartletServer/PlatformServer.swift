import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
import Synchronization

/// The local platform: the HTTP APIs over an engine.
///
/// A `Service`: `run()` listens until the service group shuts down gracefully, and then lets answers under way end.
public struct PlatformServer: Service {
    private let application: Application<RouterResponder<PlatformContext>>

    /// Creates a server that is not listening yet.
    ///
    /// - Parameters:
    ///   - engine: Where answers come from. It is not run by the server: give both to one service group, the engine first.
    ///   - pictures: Where the pictures come from that a model is to see. Nil: requests with media are refused.
    ///   - metrics: What `/metrics` shows; the metrics backend of the process.
    ///   - onListening: Called once with the port that is listened on.
    /// - Throws: ``PlatformConfigurationError`` when the configuration must not be used.
    public init(
        configuration: PlatformConfiguration,
        engine: any InferenceEngine,
        pictures: (any MediaPictures)? = nil,
        logger: Logger,
        metrics: PrometheusMetrics? = nil,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(PlatformConfigurationError) {
        try configuration.validate()
        let monitor = ConnectionMonitor()
        application = Application(
            responder: Self.router(
                configuration: configuration, engine: engine, pictures: pictures, metrics: metrics, monitor: monitor
            ).buildResponder(),
            server: HTTPServerBuilder { responder in
                ConnectionChannel(
                    HTTP1Channel(
                        responder: responder,
                        configuration: .init(additionalChannelHandlers: [
                            ContinueHandler(maximumBytes: configuration.limits.requestBytes), monitor.makeHandler(),
                        ])))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "martlet"),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? configuration.port) },
            logger: logger)
    }

    private static func router(
        configuration: PlatformConfiguration, engine: any InferenceEngine, pictures: (any MediaPictures)?,
        metrics: PrometheusMetrics?, monitor: ConnectionMonitor
    ) -> Router<PlatformContext> {
        let router = Router(context: PlatformContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: TelemetryMiddleware())
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: AuthenticationMiddleware(keys: configuration.apiKeys))
        HealthRoutes(engine: engine, metrics: metrics).add(to: router)
        ModelRoutes(engine: engine).add(to: router)
        InferenceRoutes(engine: engine, configuration: configuration, monitor: monitor, pictures: pictures)
            .add(to: router)
        router.refuseOtherMethods()
        return router
    }

    public func run() async throws {
        try await application.run()
    }
}
