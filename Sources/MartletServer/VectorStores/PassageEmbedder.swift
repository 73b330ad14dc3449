import HTTPTypes
import MartletAPI

/// Makes the vectors of passages and of what is looked for in them, with one model for each vector store.
struct PassageEmbedder: Sendable {
    /// The member of a hidden index's metadata that names the model.
    private static let modelKey = "embedding_model"
    /// How much of what a model reads a passage may take: tokens are estimated.
    private static let share = 0.85
    /// How often the model is asked when it has no time.
    private static let maximumAttempts = 6

    let engine: any InferenceEngine
    let models: ModelResolver
    let vectors: any VectorDatabase

    /// The model that an index was made with; for a new one the platform's default.
    func model(of index: StoredVectorIndex?) async throws -> ModelID {
        if let name = index?.metadata[Self.modelKey]?.stringValue { return ModelID(rawValue: name) }
        return try await models.model(nil, for: .embedding)
    }

    /// How many tokens of a passage a model reads; nil when that is not known.
    func passageTokens(of model: ModelID) async throws -> Int? {
        let known = try await engine.asked { try await $0.models() }
        guard let length = known.first(where: { $0.id == model })?.contextLength else { return nil }
        return max(TextChunks.minimumSize, Int(Double(length) * Self.share))
    }

    /// Makes the hidden index of a vector store, unless another worker has.
    func makeIndex(_ id: VectorIndexID, of owner: AccountID, dimension: Int, model: ModelID) async throws {
        let index = StoredVectorIndex(
            id: id, owner: owner, kind: .vectorStore, createdAt: WallClock.system.now() * 1_000, name: id.rawValue,
            dimension: dimension, metadata: [Self.modelKey: .string(model.rawValue)])
        do {
            try await vectors.insert(index)
        } catch let error as PlatformError where error.status == .conflict {}
    }

    /// - Parameter isPatient: Whether to ask again when the engine has no place or is just starting.
    /// - Throws: ``PlatformError``, with `context_length_exceeded` when a text is too long.
    func vectors(of texts: [String], model: ModelID, isPatient: Bool) async throws -> [[Float]] {
        guard isPatient else { return try await ask(texts, model) }
        return try await patiently { try await ask(texts, model) }
    }

    /// Asks again when the engine has no place, cannot be reached, or is just starting.
    func patiently<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        for attempt in 1..<Self.maximumAttempts {
            do {
                return try await body()
            } catch let error as PlatformError where error.isPassing {
                let wait = error.retryAfter.map { min($0, 30) } ?? 1 << (attempt - 1)
                try await Task.sleep(for: .seconds(wait))
            }
        }
        return try await body()
    }

    private func ask(_ texts: [String], _ model: ModelID) async throws -> [[Float]] {
        let made: EngineEmbeddings
        do {
            made = try await engine.asked { try await $0.embed(texts, model: model, dimensions: nil) }
        } catch let error as PlatformError where error.status == .notFound {
            throw PlatformError(
                .conflict, code: "embedding_model_missing",
                "The vector store was made with the embedding model '\(model.rawValue.prefix(80))', which is not served now. "
                    + "Serve it again, or make a new vector store.")
        }
        guard made.vectors.count == texts.count, made.vectors.allSatisfy({ !$0.isEmpty }) else {
            throw PlatformError(
                .badGateway, code: "engine_failed",
                "The engine made \(made.vectors.count) vectors of \(texts.count) texts.")
        }
        return made.vectors
    }
}
