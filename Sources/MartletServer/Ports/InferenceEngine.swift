import HTTPTypes
public import MartletAPI
public import ServiceLifecycle

/// Where the platform's answers come from: a model on this machine, or any server that speaks OpenAI's dialect.
///
/// The port that MartletEngine implements. It is a `Service`: what it owns lives in `run()`.
public protocol InferenceEngine: Service {
    /// The models that can be asked, sorted by id.
    func models() async throws -> [EngineModel]

    /// The model for conversations that name none; nil when the engine is to be asked without a name.
    ///
    /// By default the first chat model.
    ///
    /// - Throws: ``PlatformError`` when there is none.
    func defaultModel() async throws -> ModelID?

    /// Answers a conversation.
    ///
    /// Returns when the answer begins, and for a request that is not streamed when it is complete. Cancelling the task,
    /// and dropping a streamed answer, stop the generation and free what it used.
    ///
    /// - Throws: ``PlatformError`` with the status and the body for the client; any other error becomes a 502.
    func chat(_ request: EngineRequest) async throws -> EngineAnswer

    /// Whether the engine could answer now; the sentence says why not.
    func readiness() async -> EngineReadiness
}

extension InferenceEngine {
    public func defaultModel() async throws -> ModelID? {
        guard let first = try await models().first(where: { $0.kind == .chat }) else {
            throw PlatformError(
                .serviceUnavailable, code: "no_model", "No chat model is installed: run scripts/setup.")
        }
        return first.id
    }
}

/// Whether an engine could answer.
public enum EngineReadiness: Hashable, Sendable {
    case ready
    /// Not now; the sentence says why and what to do.
    case notReady(String)
}
