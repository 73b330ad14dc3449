import Logging
import MartletServer

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
        // An upstream has models of its own.
        configuration.defaultModel = settings[.upstream] == nil ? settings[.model] : nil
        configuration.defaultEmbeddingModel = settings[.embeddingModel]
        configuration.moderationModel = settings[.moderationModel]
        self.configuration = configuration
    }

    /// Runs the platform while `body` runs.
    ///
    /// - Parameter body: Gets the platform's base URL and key.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable (String, String) async throws -> Result
    ) async throws -> Result {
        if case .notReady(let reason) = await engine.readiness() { throw CommandFailure(.configuration, reason) }
        let key = self.key
        return try await PlatformServer.withRunning(configuration: configuration, engine: engine, logger: logger) {
            port in
            try await body("http://127.0.0.1:\(port)/v1", key)
        }
    }
}
