import HTTPTypes
public import MartletAPI
public import ServiceLifecycle

/// Where the platform's answers come from: a model on this machine, or any server that speaks OpenAI's dialect.
///
/// The port that MartletEngine implements. It is a `Service`: what it owns lives in `run()`.
public protocol InferenceEngine: Service {
    /// The models that can be asked, sorted by id.
    func models() async throws -> [EngineModel]

    /// The model for requests that name none; nil when the engine is to be asked without a name.
    ///
    /// By default the first model of the kind.
    ///
    /// - Throws: ``PlatformError`` when there is none.
    func defaultModel(for kind: EngineModel.Kind) async throws -> ModelID?

    /// Answers a conversation.
    ///
    /// Returns when the answer begins, and for a request that is not streamed when it is complete. Cancelling the task,
    /// and dropping a streamed answer, stop the generation and free what it used.
    ///
    /// - Throws: ``PlatformError`` with the status and the body for the client; any other error becomes a 502.
    func chat(_ request: EngineRequest) async throws -> EngineAnswer

    /// Continues a text. The answer is a ``Completion``, or server-sent events with ``Completion``s as chunks; for the
    /// rest as ``chat(_:)``.
    func complete(_ request: EngineCompletionRequest) async throws -> EngineAnswer

    /// Makes the vectors of texts.
    ///
    /// - Parameters:
    ///   - model: The model; empty when the request names none and the engine wants it so.
    ///   - texts: At least one, none of them empty.
    ///   - dimensions: How long the vectors should be, for an engine that leaves that to another server; the platform
    ///     itself cuts what is longer.
    /// - Throws: ``PlatformError``, with `context_length_exceeded` when a text is longer than the model reads.
    func embed(_ texts: [String], model: ModelID, dimensions: Int?) async throws -> EngineEmbeddings

    /// Scores documents against a query; nil when the engine has no model for that, and none was named.
    ///
    /// - Parameter model: The model; nil for the engine's first.
    func rank(_ documents: [String], query: String, model: ModelID?) async throws -> EngineRanking?

    /// Whether the engine could answer now; the sentence says why not.
    func readiness() async -> EngineReadiness
}

extension InferenceEngine {
    public func defaultModel(for kind: EngineModel.Kind) async throws -> ModelID? {
        guard let first = try await models().first(where: { $0.kind == kind }) else {
            throw PlatformError(
                .serviceUnavailable, code: "no_model", "No \(kind) model is installed: run scripts/setup.")
        }
        return first.id
    }

    public func complete(_ request: EngineCompletionRequest) async throws -> EngineAnswer {
        throw PlatformError.unsupported("continue texts")
    }

    public func embed(_ texts: [String], model: ModelID, dimensions: Int?) async throws -> EngineEmbeddings {
        throw PlatformError.unsupported("make embeddings")
    }

    public func rank(_ documents: [String], query: String, model: ModelID?) async throws -> EngineRanking? { nil }
}

/// Whether an engine could answer.
public enum EngineReadiness: Hashable, Sendable {
    case ready
    /// Not now; the sentence says why and what to do.
    case notReady(String)
}

extension PlatformError {
    fileprivate static func unsupported(_ what: String) -> PlatformError {
        PlatformError(.notImplemented, code: "not_supported", "This platform's engine cannot \(what).")
    }
}
