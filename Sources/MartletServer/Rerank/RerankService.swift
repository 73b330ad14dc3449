import HTTPTypes
import MartletAPI
import NIOCore

/// Sorts documents by how well they answer a query: by a model made for that where there is one, else by how near their
/// vectors are to the query's. The answer says which.
struct RerankService: Sendable {
    let engine: any InferenceEngine
    let limits: PlatformLimits
    let models: ModelResolver
    let admissions: Admissions

    /// - Throws: ``PlatformError``.
    func answer(_ body: ByteBuffer) async throws -> RerankResponse {
        let request = try RequestBody.decode(RerankRequest.self, from: body)
        try validate(request)
        let admission = try admissions.admit()
        defer { withExtendedLifetime(admission) {} }
        let texts = request.documents.map(\.text)
        let (ranking, method) = try await rank(texts, request)
        // PixiGPT: "`top_k` int opt (absent = all; P sends 0 if given…)".
        let limit = [request.topK, request.topN].compactMap(\.self).filter { $0 > 0 }.min() ?? texts.count
        let results = ranking.scores.enumerated()
            .sorted { ($0.element, $1.offset) > ($1.element, $0.offset) }
            .prefix(limit)
            .map { index, score in
                RerankResult(
                    index: index, document: request.returnDocuments == false ? nil : request.documents[index],
                    relevanceScore: score)
            }
        var response = RerankResponse(
            results: results, model: ranking.model, usage: RerankUsage(totalTokens: ranking.totalTokens))
        response.object = "list"
        response.method = method
        return response
    }

    private func rank(_ texts: [String], _ request: RerankRequest) async throws -> (EngineRanking, method: String) {
        let named = request.model?.rawValue.isEmpty == false ? request.model : nil
        // An embedding model that is named is asked for vectors.
        let kind = named == nil ? nil : try await engine.models().first { $0.id == named }?.kind
        if kind != .embedding,
            let ranking = try await engine.asked({ engine in
                try await engine.rank(texts, query: request.query, model: named)
            })
        {
            return (ranking, "rerank_model")
        }
        let model = try await models.model(named, for: .embedding)
        let made: EngineEmbeddings
        do {
            made = try await engine.asked { engine in
                try await engine.embed([request.query] + texts, model: model, dimensions: nil)
            }
        } catch var error as PlatformError {
            if error.body.parameter == "input" { error.body.parameter = "documents" }
            throw error
        }
        guard let query = made.vectors.first, made.vectors.count == texts.count + 1 else {
            throw PlatformError(.badGateway, code: "engine_failed", "The engine made too few vectors.")
        }
        let scores = made.vectors.dropFirst().map { Embedding.cosineSimilarity(query, $0) }
        return (
            EngineRanking(model: made.model, scores: scores, totalTokens: made.promptTokens), "embedding_similarity"
        )
    }

    private func validate(_ request: RerankRequest) throws(PlatformError) {
        try RequestBody.check(
            request.additionalProperties,
            modelled: ["model", "query", "documents", "top_k", "top_n", "return_documents"], refusesOthers: true)
        guard !request.query.isEmpty else { throw .invalidRequest("query is empty.", parameter: "query") }
        guard !request.documents.isEmpty else {
            throw .invalidRequest("documents must have at least one text.", parameter: "documents")
        }
        guard request.documents.count <= limits.texts else {
            throw .invalidRequest(
                "documents has \(request.documents.count) texts; the limit is \(limits.texts).",
                parameter: "documents")
        }
        if let index = request.documents.firstIndex(where: \.text.isEmpty) {
            throw .invalidRequest("documents[\(index)] is empty.", parameter: "documents")
        }
        for (name, count) in [("top_k", request.topK), ("top_n", request.topN)] where (count ?? 0) < 0 {
            throw .invalidRequest("\(name) must not be negative.", parameter: name)
        }
    }
}
