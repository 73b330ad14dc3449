import Logging
import MartletServer
import ServiceLifecycle

/// The local platform inside this process, on a free port that only this process knows the key of.
struct EmbeddedPlatform {
    private let configuration: PlatformConfiguration
    private let key: String
    private let engine: any InferenceEngine
    private let logger: Logger

    /// - Throws: ``CommandFailure`` when the engine or a model is missing.
    init(settings: Settings, logger: Logger) throws {
        engine = try EngineFactory(settings: settings, logger: logger).make()
        self.logger = logger
        var generator = SystemRandomNumberGenerator()
        key = (0..<4).map { _ in String(generator.next(), radix: 16) }.joined()
        var configuration = PlatformConfiguration()
        configuration.port = 0
        configuration.apiKeys = [key]
        configuration.defaultModel = settings[.model]
        self.configuration = configuration
    }

    /// Runs the platform while `body` runs.
    ///
    /// - Parameter body: Gets the platform's base URL and key.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable (String, String) async throws -> Result
    ) async throws -> Result {
        if case .notReady(let reason) = await engine.readiness() { throw CommandFailure(.configuration, reason) }
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = try PlatformServer(
            configuration: configuration, engine: engine, logger: logger, onListening: { listening.yield($0) })
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: engine), .init(service: server)], logger: logger))
        let key = self.key
        return try await withThrowingTaskGroup(of: Result?.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
                return nil
            }
            tasks.addTask {
                guard let port = await ports.first(where: { _ in true }) else { return nil }
                let outcome: Swift.Result<Result, any Error>
                do {
                    outcome = .success(try await body("http://127.0.0.1:\(port)/v1", key))
                } catch {
                    outcome = .failure(error)
                }
                await group.triggerGracefulShutdown()
                return try outcome.get()
            }
            var result: Result?
            while let ended = try await tasks.next() { result = ended ?? result }
            guard let result else { throw CommandFailure(.fault, "The local platform ended before it listened.") }
            return result
        }
    }
}
