import HTTPTypes
public import Logging
public import Martlet
public import MartletAPI
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
        try await models(through: client)
    }

    private func models(through client: MartletClient) async throws -> [EngineModel] {
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
            listing.withLock { $0 = Listing(models: [], time: .now) }
            return []
        } catch let error as MartletError {
            throw UpstreamErrors.platformError(for: error)
        }
    }

    public func readiness() async -> EngineReadiness {
        do {
            _ = try await models(
                through: client.with {
                    // Whoever asks whether it is ready wants to know now.
                    $0.deadline = .seconds(5)
                    $0.maxRetries = 0
                })
            return .ready
        } catch {
            return .notReady("The upstream at \(client.baseURL) cannot be reached: \(error)")
        }
    }

    /// None: a request without a model is passed on without one, and the server says what that means.
    public func defaultModel(for kind: EngineModel.Kind) async throws -> ModelID? { nil }

    public func chat(_ request: EngineRequest) async throws -> EngineAnswer {
        try await relay(.chatCompletions, body: Self.body(of: request), streamed: request.isStreamed)
    }

    public func complete(_ request: EngineCompletionRequest) async throws -> EngineAnswer {
        try await relay(.completions, body: Self.body(of: request), streamed: request.isStreamed)
    }

    public func embed(_ texts: [String], model: ModelID, dimensions: Int?) async throws -> EngineEmbeddings {
        var request = EmbeddingRequest(model: model.rawValue.isEmpty ? nil : model, input: .texts(texts))
        request.dimensions = dimensions
        do {
            let answer = try await client.embeddings.create(request)
            return EngineEmbeddings(
                model: answer.model ?? model, vectors: answer.vectors, promptTokens: answer.usage?.promptTokens ?? 0)
        } catch let error as MartletError {
            throw UpstreamErrors.platformError(for: error)
        }
    }

    public func rank(_ documents: [String], query: String, model: ModelID?) async throws -> EngineRanking? {
        let request = RerankRequest(model: model, query: query, documents: documents.map { RerankDocument($0) })
        do {
            let answer = try await client.rerank.create(request)
            var scores = [Double](repeating: 0, count: documents.count)
            for result in answer.results where scores.indices.contains(result.index) {
                scores[result.index] = result.relevanceScore
            }
            return EngineRanking(
                model: answer.model ?? model ?? "", scores: scores, totalTokens: answer.usage?.totalTokens ?? 0)
        } catch let error as MartletError where error.code == .notFound && model == nil {
            // A server without such a route.
            return nil
        } catch let error as MartletError {
            throw UpstreamErrors.platformError(for: error)
        }
    }

    private func relay(_ endpoint: Endpoint, body: ByteBuffer, streamed: Bool) async throws -> EngineAnswer {
        do {
            let (response, _) = try await client.relay(endpoint, body: body, streamed: streamed)
            if streamed { return .streamed(UpstreamStream(base: response.body)) }
            let body = response.body.whole ?? ByteBuffer()
            // A proxy's web page, or nothing, must not go out as an answer.
            guard body.readableBytesView.first(where: { $0 > UInt8(ascii: " ") }) == UInt8(ascii: "{") else {
                throw PlatformError(
                    .badGateway, code: "upstream_failed", "The upstream answered with something that is not JSON.")
            }
            return .whole(body)
        } catch let error as MartletError {
            logger.debug("The upstream refused a request", metadata: ["error": "\(error)"])
            throw UpstreamErrors.platformError(for: error)
        }
    }

    /// The request as it came, with the platform's default model when the client named none.
    private static func body(of request: EngineRequest) throws -> ByteBuffer {
        guard request.chat.model?.rawValue.isEmpty ?? true, !request.model.rawValue.isEmpty else { return request.body }
        var chat = request.chat
        chat.model = request.model
        return ByteBuffer(bytes: try chat.jsonBytes())
    }

    private static func body(of request: EngineCompletionRequest) throws -> ByteBuffer {
        guard request.completion.model?.rawValue.isEmpty ?? true, !request.model.rawValue.isEmpty else {
            return request.body
        }
        var completion = request.completion
        completion.model = request.model
        return ByteBuffer(bytes: try completion.jsonBytes())
    }
}
