import HTTPTypes
import MartletAPI

/// Makes the vectors of texts for what the platform itself keeps: indexes, vector stores.
struct TextEmbedder: Sendable {
    let engine: any InferenceEngine
    let models: ModelResolver
    let admissions: Admissions

    /// The vectors of texts in their order.
    ///
    /// - Parameters:
    ///   - texts: At least one, none of them empty.
    ///   - model: Nil for the platform's embedding model.
    /// - Throws: ``PlatformError``, with `context_length_exceeded` when a text is longer than the model reads.
    func embed(_ texts: [String], model: ModelID?) async throws -> EngineEmbeddings {
        let model = try await models.model(model, for: .embedding)
        let admission = try admissions.admit()
        defer { withExtendedLifetime(admission) {} }
        let made = try await engine.asked { try await $0.embed(texts, model: model, dimensions: nil) }
        guard made.vectors.count == texts.count else {
            throw PlatformError(
                .badGateway, code: "engine_failed",
                "The engine made \(made.vectors.count) vectors of \(texts.count) texts.")
        }
        return made
    }
}
