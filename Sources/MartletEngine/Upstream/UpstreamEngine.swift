public import Logging
public import Martlet
import MartletAPI
public import MartletServer
import NIOCore
import ServiceLifecycle
import Synchronization

/// An engine that is a server elsewhere: vLLM, Ollama, llama.cpp, a hosted platform; anything the SDK can talk to.
///
/// Requests and answers pass through as they are. The server decides which models and parameters it knows.
public final class UpstreamEngine: InferenceEngine {
    private struct Listing {
        var models: [EngineModel]
        var time: ContinuousClock.Instant
    }

    private let client: MartletClient
    private let logger: Logger
    private let listing = Mutex<Listing?>(nil)
    /// How long a list of models is used before it is fetched again.
    private static let listingLifetime = Duration.seconds(30)

    /// Creates an engine over a client, whose options say how patient it is.
    public init(client: MartletClient, logger: Logger) {
        self.client = client
        self.logger = logger
    }

    /// Waits for the end of the service group; then closes the connections.
    public func run() async throws {
        try await gracefulShutdown()
        try await client.shutdown()
    }

    public func models() async throws -> [EngineModel] {
        if let known = listing.withLock({ $0 }), .now - known.time < Self.listingLifetime { return known.models }
        do {
            let models = try await client.models.list().data.map { model in
                EngineModel(
                    id: model.id, kind: .chat, created: model.created ?? 0,
                    ownedBy: model.ownedBy ?? client.platform.name,
                    contextLength: model.additionalProperties["max_model_len"]?.intValue)
            }.sorted { $0.id.rawValue < $1.id.rawValue }
            listing.withLock { $0 = Listing(models: models, time: .now) }
            return models
        } catch let error as MartletError where error.code == .notFound {
            // PixiGPT and GravixLayer have no such route.
            return []
        } catch let error as MartletError {
            throw UpstreamErrors.platformError(for: error)
        }
    }

    public func readiness() async -> EngineReadiness {
        do {
            _ = try await models()
            return .ready
        } catch {
            return .notReady("The upstream at \(client.baseURL) cannot be reached: \(error)")
        }
    }

    public func chat(_ request: EngineRequest) async throws -> EngineAnswer {
        do {
            let (response, _) = try await client.relay(
                .chatCompletions, body: request.body, streamed: request.isStreamed)
            return request.isStreamed ? .streamed(response.body) : .whole(response.body.whole ?? ByteBuffer())
        } catch let error as MartletError {
            logger.debug("The upstream refused a request", metadata: ["error": "\(error)"])
            throw UpstreamErrors.platformError(for: error)
        }
    }
}
