import HTTPTypes
import Hummingbird
import MartletAPI

/// Searches of an index: `/v1/vectors/{index}/search` and `/search/text`.
struct VectorSearchService: Sendable {
    let database: any VectorDatabase
    let embedder: TextEmbedder
    let limits: PlatformLimits
    let monitor: ConnectionMonitor

    /// "`top_k` required, 1–1000 else error".
    private static let hits = 1...1_000

    @concurrent @Sendable func search(_ request: Request, context: PlatformContext) async throws -> Response {
        let index = try await database.visibleIndex(context)
        let asked = try RequestBody.decode(
            VectorSearchRequest.self, from: try await request.collectBody(limits: limits))
        try RequestBody.check(
            asked.additionalProperties,
            modelled: ["vector", "top_k", "include_metadata", "include_values", "filter"], refusesOthers: true)
        try RequestBody.check("top_k", asked.topK, in: Self.hits)
        guard asked.vector.allSatisfy(\.isFinite) else {
            throw PlatformError.invalidRequest(
                "vector has a number that is too large, or none.", parameter: "vector")
        }
        var query = VectorQuery(vector: asked.vector, topK: asked.topK, filter: try Self.filter(asked.filter))
        query.includesValues = asked.includeValues
        return try await answer(query, in: index, context, includesMetadata: asked.includeMetadata, usage: nil)
    }

    @concurrent @Sendable func searchText(_ request: Request, context: PlatformContext) async throws -> Response {
        let index = try await database.visibleIndex(context)
        let asked = try RequestBody.decode(
            TextVectorSearchRequest.self, from: try await request.collectBody(limits: limits))
        try RequestBody.check(
            asked.additionalProperties,
            modelled: ["query", "model", "top_k", "include_metadata", "include_values", "filter"], refusesOthers: true)
        try RequestBody.check("top_k", asked.topK, in: Self.hits)
        guard !asked.query.trimmingWhitespace().isEmpty else {
            throw PlatformError.invalidRequest(
                "query is empty; there is no vector of nothing.", parameter: "query")
        }
        let filter = try Self.filter(asked.filter)
        let made = try await monitor.cancellingWhenGone(context.connection) {
            try await embedder.embed([asked.query], model: asked.model)
        }
        guard let vector = made.vectors.first, vector.count == index.dimension else {
            throw PlatformError.invalidRequest(
                """
                The model '\(made.model)' makes vectors of \(made.vectors.first?.count ?? 0) dimensions; the vectors of \
                this index have \(index.dimension).
                """, code: "wrong_dimension", parameter: "model")
        }
        var query = VectorQuery(vector: vector, topK: asked.topK, filter: filter)
        query.includesValues = asked.includeValues
        return try await answer(
            query, in: index, context, includesMetadata: asked.includeMetadata,
            usage: EmbeddingUsage(promptTokens: made.promptTokens, totalTokens: made.promptTokens))
    }

    private static func filter(_ object: JSONObject?) throws(PlatformError) -> VectorFilter? {
        guard let object, !object.isEmpty else { return nil }
        do throws(VectorFilterError) {
            return try VectorFilter(object)
        } catch {
            throw .invalidRequest(error.message, code: "invalid_filter", parameter: "filter")
        }
    }

    private func answer(
        _ query: VectorQuery, in index: StoredVectorIndex, _ context: PlatformContext, includesMetadata: Bool,
        usage: EmbeddingUsage?
    ) async throws -> Response {
        let start = ContinuousClock.now
        let matches = try await database.search(query, in: index.id, of: context.account)
        guard let matches else { throw PlatformError.unknownVectorIndex(index.id) }
        let time = (ContinuousClock.now - start) / .milliseconds(1)
        return try .json(
            VectorSearchResponse(
                hits: matches.map { VectorShapes.hit($0, includesMetadata: includesMetadata) },
                queryTimeMs: Int(time.rounded()), usage: usage))
    }
}
