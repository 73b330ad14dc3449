import HTTPTypes
package import Logging
import Martlet
import MartletAPI
public import MartletServer
import NIOCore
import ServiceLifecycle
import Synchronization

import struct Foundation.Date

/// The default engine: llama.cpp's `llama-server`, one supervised child for each model that is in use.
///
/// The child is always asked for a stream, and for progress while it reads the prompt: only then does it notice within
/// one small batch that nobody waits for the answer any more. An answer that is wanted whole is put together here.
public final class LlamaEngine: InferenceEngine {
    private let catalog: ModelCatalog
    private let locator: LlamaServerLocator
    private let pool: LlamaServerPool
    private let logger: Logger
    private let pictures: (any MediaPictures)?
    /// One client for each child, by its address and key.
    private let clients = Mutex<[String: MartletClient]>([:])
    /// How often a request is tried on a fresh child when the one it went to has died.
    private static let attempts = 2

    /// Creates an engine; its children start when they are first asked.
    ///
    /// - Parameter pictures: Fetches the images that requests give URLs of. Nil: such requests are refused.
    package init(
        configuration: LlamaServerConfiguration, logger: Logger, pictures: (any MediaPictures)? = nil
    ) {
        self.pictures = pictures
        pool = LlamaServerPool(configuration: configuration, logger: logger)
        catalog = pool.catalog
        locator = configuration.locator
        self.logger = logger
    }

    /// The children at present.
    package var loaded: [LoadedModel] { get async { await pool.loaded } }

    /// Runs the children until the service group shuts down.
    public func run() async throws {
        try await pool.run()
    }

    public func models() async throws -> [EngineModel] {
        catalog.models().compactMap(Self.describe)
    }

    private static func describe(_ model: CatalogModel) -> EngineModel? {
        let kind: EngineModel.Kind
        switch model.kind {
        case .chat: kind = .chat
        case .embedding: kind = .embedding
        case .rerank: kind = .rerank
        default: return nil
        }
        return EngineModel(
            id: ModelID(rawValue: model.id), kind: kind, created: Int(model.modified.timeIntervalSince1970),
            ownedBy: "local", contextLength: model.contextLength)
    }

    public func readiness() async -> EngineReadiness {
        do {
            _ = try locator.locate()
        } catch {
            return .notReady("\(error)")
        }
        guard !catalog.models().isEmpty else {
            return .notReady("No model is installed in \(catalog.directory): run scripts/setup.")
        }
        return .ready
    }

    public func chat(_ request: EngineRequest) async throws -> EngineAnswer {
        let model = try await model(request.model, for: [.chat])
        var prepared = try LlamaRequest(request.chat, hasProjector: model.projectorPath != nil)
        try await prepared.fetchImages(pictures)
        let ready = prepared
        return try await withChild(of: model, for: "messages") { lease, client in
            try Self.check(request.chat, fits: lease.lease)
            return try await Self.answer(ready, streamed: request.isStreamed, lease: lease, client: client)
        }
    }

    /// The model of a request.
    ///
    /// - Throws: ``PlatformError`` when there is none, or when it is for something else.
    func model(_ id: ModelID, for kinds: Set<ModelKind>) async throws -> CatalogModel {
        guard let model = catalog.model(id.rawValue) else {
            throw PlatformError.unknownModel(id, known: try await models().map(\.id))
        }
        guard kinds.contains(model.kind) else {
            let wanted = kinds.map(\.description).sorted().joined(separator: " or ")
            throw PlatformError.invalidRequest(
                "The model '\(model.id)' is for \(model.kind), not for \(wanted).", code: "model_kind",
                parameter: "model")
        }
        return model
    }

    /// Asks a model's child, and once more a fresh one when it died before it answered.
    ///
    /// - Parameter parameter: The parameter that is at fault when a text is too long.
    /// - Throws: ``PlatformError``.
    func withChild<Value: Sendable>(
        of model: CatalogModel, for parameter: String, _ body: (HeldLease, MartletClient) async throws -> Value
    ) async throws -> Value {
        for attempt in 1... {
            let lease = try await acquire(model.id)
            do {
                return try await body(lease, try client(for: lease.lease))
            } catch let error as MartletError where error.isConnectionError && attempt < Self.attempts {
                logger.warning("The engine's child did not answer; trying a fresh one")
                try await waitForEnd(of: lease.lease)
            } catch let error as MartletError {
                throw LlamaErrors.platformError(for: error, parameter: parameter)
            }
        }
        throw PlatformError(.badGateway, code: "engine_failed", "The engine could not answer.")
    }

    /// What only the running child knows of its model.
    private static func check(_ request: ChatCompletionRequest, fits lease: LlamaServerLease) throws(PlatformError) {
        let ignored: [(String, Bool)] = [
            ("tools", request.tools?.isEmpty == false && !lease.acceptsTools),
            ("reasoning_effort", request.reasoningEffort != nil && !lease.acceptsReasoningEffort),
        ]
        for (name, isIgnored) in ignored where isIgnored {
            throw .invalidRequest(
                "The model '\(lease.model)' has no place for '\(name)' in its chat template. Leave it out, or use another model.",
                code: "unsupported_parameter", parameter: name)
        }
    }

    /// Gives the pool the moment that it needs to see that a child has died, so that the next lease is for a fresh one.
    private func waitForEnd(of lease: LlamaServerLease) async throws {
        let limit = ContinuousClock.now + .seconds(2)
        while !pool.hasEnded(lease), .now < limit { try await Task.sleep(for: .milliseconds(20)) }
    }

    private func acquire(_ model: String) async throws -> HeldLease {
        do {
            return HeldLease(try await pool.acquire(model: model), pool: pool)
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.error("The engine did not start", metadata: ["model": "\(model)", "error": "\(error)"])
            throw PlatformError(
                .serviceUnavailable, code: "engine_unavailable", "The model '\(model)' could not be started: \(error)")
        }
    }

    private static func answer(
        _ request: LlamaRequest, streamed: Bool, lease: HeldLease, client: MartletClient
    ) async throws -> EngineAnswer {
        if streamed, ChunkRewriter(request) == nil {
            // What needs no change is not understood either.
            let body = ByteBuffer(bytes: try request.request.jsonBytes())
            let (response, _) = try await client.relay(.chatCompletions, body: body, streamed: true)
            return .streamed(LeasedStream(base: response.body, lease: lease, client: client))
        }
        let chunks = RewrittenChunks(
            base: try await client.chat.completions.stream(request.request), request: request, lease: lease,
            translatesErrors: streamed)
        if streamed { return .streamed(EncodedChunks(chunks: chunks)) }
        var completion = try await chunks.collect()
        completion.additionalProperties["prompt_progress"] = nil
        return .whole(ByteBuffer(bytes: try completion.jsonBytes()))
    }

    private func client(for lease: LlamaServerLease) throws -> MartletClient {
        try clients.withLock { clients in
            let key = lease.baseURL + lease.apiKey
            if let client = clients[key] { return client }
            // Children come and go, each at its own port; the few clients of those that are gone are let go together.
            if clients.count >= 16 { clients = [:] }
            var options = RequestOptions()
            // llama-server closes idle connections; a request that meets such a one is sent again over another, at once.
            options.retryPolicy = RetryPolicy(maxRetries: 3, initialDelay: .zero, statuses: [])
            // The engine separates reasoning itself, in the form that the request wants.
            options.splitsReasoning = false
            var platform = Platform.custom(lease.baseURL)
            // A long prompt on a slow machine takes as long as it takes; the client's own patience ends it.
            platform.timeouts = Timeouts(connect: .seconds(5), attempt: nil, idle: nil)
            var configuration = ClientConfiguration()
            configuration.pool.connectionsPerHost = 1_024
            let client = try MartletClient(
                platform: platform, apiKey: lease.apiKey, options: options, configuration: configuration)
            clients[key] = client
            return client
        }
    }
}

/// A child's stream, which holds its lease, and the client that it comes through, until it is let go.
private struct LeasedStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error
    let base: ResponseBody
    let lease: HeldLease
    let client: MartletClient

    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), lease: lease, client: client)
    }

    struct Iterator: AsyncIteratorProtocol {
        var base: ResponseBody.Iterator
        let lease: HeldLease
        let client: MartletClient

        mutating func next() async throws -> ByteBuffer? {
            do {
                return try await base.next()
            } catch let error as MartletError {
                throw LlamaErrors.platformError(for: error)
            }
        }
    }
}
