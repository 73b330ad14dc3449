import Logging
import MartletServer

/// The local platform inside this process, on a free port that only this process knows the key of.
struct EmbeddedPlatform {
    private let configuration: PlatformConfiguration
    private let key: String
    private let engine: any InferenceEngine
    private let media: MediaServices
    private let logger: Logger
    private let state: PlatformState

    /// - Parameter keepsState: Whether what is made stays in the data directory. Only one platform at a time can keep it.
    /// - Throws: ``CommandFailure`` when the engine or a model is missing; `StorageError` when the state cannot be opened.
    init(settings: Settings, logger: Logger, keepsState: Bool = false) throws {
        state = keepsState ? try .open(DataDirectory(settings: settings), settings) : try .inMemory(settings)
        engine = try EngineFactory(settings: settings, logger: logger).make()
        media = try MediaFactory(settings: settings).make()
        self.logger = logger
        var generator = SystemRandomNumberGenerator()
        key = (0..<4).map { _ in String(generator.next(), radix: 16) }.joined()
        var configuration = PlatformConfiguration()
        configuration.port = 0
        configuration.apiKeys = [key]
        try configuration.apply(settings)
        self.configuration = configuration
    }

    /// Runs the platform while `body` runs.
    ///
    /// - Parameters:
    ///   - needsEngine: Whether there is no point in going on when the engine is not ready. Default `true`.
    ///   - body: Gets the platform's base URL and key.
    func run<Result: Sendable>(
        needsEngine: Bool = true, _ body: @escaping @Sendable (String, String) async throws -> Result
    ) async throws -> Result {
        if needsEngine, case .notReady(let reason) = await engine.readiness() {
            throw CommandFailure(.configuration, reason)
        }
        let key = self.key
        var configuration = self.configuration
        // A command that only looks must not begin to answer what waits in the queue.
        configuration.answersRuns = needsEngine
        return try await PlatformServer.withRunning(
            configuration: configuration, engine: engine, logger: logger, stores: state.stores, media: media
        ) { port in
            try await body("http://127.0.0.1:\(port)/v1", key)
        }
    }
}
