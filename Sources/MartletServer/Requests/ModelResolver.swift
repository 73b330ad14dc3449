import HTTPTypes
import MartletAPI

/// The models for requests that name none, as PixiGPT's do not.
struct ModelResolver: Sendable {
    let engine: any InferenceEngine
    let configuration: PlatformConfiguration

    /// - Throws: ``PlatformError`` when none is named and the engine has none of the kind.
    func model(_ named: ModelID?, for kind: EngineModel.Kind) async throws -> ModelID {
        if let named, !named.rawValue.isEmpty { return named }
        if kind == .chat, let model = configuration.defaultModel { return ModelID(rawValue: model) }
        if kind == .embedding, let model = configuration.defaultEmbeddingModel { return ModelID(rawValue: model) }
        return try await engine.defaultModel(for: kind) ?? ""
    }
}

extension InferenceEngine {
    /// Lets the engine answer; what it throws that is no ``PlatformError`` becomes one.
    func asked<Value: Sendable>(
        _ body: @Sendable (any InferenceEngine) async throws -> Value
    ) async throws -> Value {
        do {
            return try await body(self)
        } catch let error as PlatformError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            var failure = PlatformError(
                .badGateway, code: "engine_failed",
                "The engine failed. The platform's log has the reason under this request's id.")
            failure.cause = error
            throw failure
        }
    }
}
