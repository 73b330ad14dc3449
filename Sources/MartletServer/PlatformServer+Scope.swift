public import Logging
import ServiceLifecycle

extension PlatformServer {
    /// Runs an engine and a platform over it while `body` runs, and lets both end in an orderly way afterwards.
    ///
    /// - Parameter body: Gets the port that is listened on.
    /// - Throws: ``PlatformConfigurationError``, what kept the platform from listening, and what `body` throws.
    public static func withRunning<Result: Sendable>(
        configuration: PlatformConfiguration,
        engine: any InferenceEngine,
        logger: Logger,
        stores: PlatformStores? = nil,
        media: MediaServices = MediaServices(),
        metrics: PrometheusMetrics? = nil,
        _ body: @escaping @Sendable (Int) async throws -> Result
    ) async throws -> Result {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = try PlatformServer(
            configuration: configuration, engine: engine, logger: logger, stores: stores, media: media,
            metrics: metrics,
            onListening: { listening.yield($0) })
        // The server ends first, and the engine when nothing asks it any more.
        var groupConfiguration = ServiceGroupConfiguration(
            services: [.init(service: engine), .init(service: server)], logger: logger)
        groupConfiguration.maximumGracefulShutdownDuration = .seconds(configuration.limits.shutdownSeconds)
        let group = ServiceGroup(configuration: groupConfiguration)
        return try await withThrowingTaskGroup(of: Result?.self) { tasks in
            tasks.addTask {
                // When the platform cannot listen, nobody must wait for its port.
                defer { listening.finish() }
                try await group.run()
                return nil
            }
            tasks.addTask {
                guard let port = await ports.first(where: { _ in true }) else { return nil }
                let outcome: Swift.Result<Result, any Error>
                do {
                    outcome = .success(try await body(port))
                } catch {
                    outcome = .failure(error)
                }
                await group.triggerGracefulShutdown()
                return try outcome.get()
            }
            var result: Result?
            while let ended = try await tasks.next() { result = ended ?? result }
            guard let result else { throw PlatformConfigurationError("The platform ended before it listened.") }
            return result
        }
    }
}
