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
    private let workers: RunWorkers?
    private let responders: ResponseWorkers?
    private let readers: VectorStoreWorkers?
    /// What goes on beside the requests for as long as the platform runs, such as letting go what nobody uses.
    private let upkeep: [@Sendable () async -> Void]
    private let janitor: FileJanitor?

    /// Creates a server that is not listening yet.
    ///
    /// - Parameters:
    ///   - engine: Where answers come from. It is not run by the server: give both to one service group, the engine first.
    ///   - stores: Where assistants, threads, runs and keys are kept. Nil, the default, for a platform without them.
    ///   - media: What is done with images and videos. Default nothing.
    ///   - metrics: What `/metrics` shows; the metrics backend of the process.
    ///   - onListening: Called once with the port that is listened on.
    /// - Throws: ``PlatformConfigurationError`` when the configuration must not be used.
    public init(
        configuration: PlatformConfiguration,
        engine: any InferenceEngine,
        logger: Logger,
        stores: PlatformStores? = nil,
        media: MediaServices = MediaServices(),
        metrics: PrometheusMetrics? = nil,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(PlatformConfigurationError) {
        do {
            try configuration.validate(hasStoredKeys: try stores?.keys.hasKeys() ?? false)
        } catch let error as PlatformConfigurationError {
            throw error
        } catch {
            throw PlatformConfigurationError("The keys cannot be read: \(error)")
        }
        let monitor = ConnectionMonitor()
        let routes = PlatformRoutes(
            configuration: configuration, engine: engine, stores: stores, media: media, metrics: metrics,
            monitor: monitor, logger: logger)
        workers = configuration.answersRuns ? routes.runs?.workers : nil
        responders = configuration.answersRuns ? routes.responses?.workers : nil
        readers = configuration.answersRuns ? routes.vectorStores?.workers : nil
        upkeep = routes.upkeep
        janitor = routes.files.map { FileJanitor(service: $0, logger: logger) }
        application = Application(
            responder: routes.router().buildResponder(),
            server: HTTPServerBuilder { responder in
                ConnectionChannel(
                    HTTP1Channel(
                        responder: responder,
                        configuration: .init(additionalChannelHandlers: [
                            ContinueHandler(limits: configuration.limits),
                            monitor.makeHandler(),
                        ])))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "martlet"),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? configuration.port) },
            logger: logger)
    }

    public func run() async throws {
        // Before anyone can upload something.
        await janitor?.deleteLeftovers()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in upkeep { group.addTask { await task() } }
            // The upkeep has no end of its own.
            defer { group.cancelAll() }
            try await serve()
        }
    }

    private func serve() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            // All end with the service group, each in its own orderly way.
            if let workers { group.addTask { try await workers.run() } }
            if let responders { group.addTask { try await responders.run() } }
            if let readers { group.addTask { try await readers.run() } }
            if let janitor { group.addTask { try await janitor.run() } }
            group.addTask { try await application.run() }
            do {
                try await group.next()
                try await group.waitForAll()
            } catch {
                // Nobody listens, so nobody must be answered either.
                workers?.stop()
                responders?.stop()
                readers?.stop()
                throw error
            }
        }
    }
}
