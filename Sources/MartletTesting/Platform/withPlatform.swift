public import Logging
public import Martlet
public import MartletAPI
import MartletEngine
public import MartletServer
import MartletStorage

/// A platform that listens on a free port of this machine for the time of a test.
public struct RunningPlatform: Sendable {
    /// The port that it listens on.
    public let port: Int
    /// `http://127.0.0.1:PORT/v1`.
    public var baseURL: String { "http://127.0.0.1:\(port)/v1" }

    /// A client of it.
    public func client(
        apiKey: String? = nil, options: RequestOptions = RequestOptions(),
        configuration: ClientConfiguration = ClientConfiguration()
    ) throws -> MartletClient {
        try MartletClient(
            platform: .local, apiKey: apiKey, baseURL: baseURL, options: options, configuration: configuration)
    }
}

/// Runs a platform over an engine while `body` runs, and stops it afterwards.
///
/// - Parameters:
///   - engine: Where answers come from.
///   - configuration: The port is chosen by the system.
///   - stores: Where the platform keeps what it is told to keep. Default a store in memory that ends with it.
///   - media: What is done with images and videos. Default nothing.
@discardableResult
public func withPlatform<Result: Sendable>(
    engine: any InferenceEngine,
    configuration: PlatformConfiguration = PlatformConfiguration(),
    stores: PlatformStores? = nil,
    media: MediaServices = MediaServices(),
    metrics: PrometheusMetrics? = nil,
    logger: Logger = Logger(label: "martlet.testing", factory: { _ in SwiftLogNoOpLogHandler() }),
    _ body: @escaping @Sendable (RunningPlatform) async throws -> Result
) async throws -> Result {
    var configuration = configuration
    configuration.port = 0
    return try await PlatformServer.withRunning(
        configuration: configuration, engine: engine, logger: logger,
        stores: try stores ?? .inMemory(), media: media, metrics: metrics
    ) { port in
        try await body(RunningPlatform(port: port))
    }
}

/// ``withPlatform(engine:configuration:stores:media:metrics:logger:_:)`` over a scripted model.
@discardableResult
public func withPlatform<Result: Sendable>(
    model: any ChatModel, named id: ModelID = "scripted",
    configuration: PlatformConfiguration = PlatformConfiguration(), stores: PlatformStores? = nil,
    _ body: @escaping @Sendable (RunningPlatform) async throws -> Result
) async throws -> Result {
    try await withPlatform(
        engine: ChatModelEngine(id, model), configuration: configuration, stores: stores, body)
}
