import MartletAPI

/// Stored indexes and vectors as GravixLayer's clients read them.
///
/// "STRICT responses: P builds typed objects from the JSON keys; an unknown key or a missing required key raises":
/// nothing but the documented keys, and all that are required.
enum VectorShapes {
    static func index(_ stored: StoredVectorIndex) -> VectorIndex {
        var index = VectorIndex(id: stored.id, name: stored.name, dimension: stored.dimension, metric: stored.metric)
        index.cloudProvider = stored.cloudProvider
        index.region = stored.region
        index.indexType = stored.indexType
        index.deleteProtection = stored.deleteProtection
        index.createdAt = WallClock.text(milliseconds: stored.createdAt)
        index.metadata = stored.metadata
        index.updatedAt = WallClock.text(milliseconds: stored.updatedAt)
        index.status = "ready"
        return index
    }

    static func vector(_ stored: StoredVector) -> Vector {
        var vector = Vector(id: stored.id, embedding: stored.embedding)
        vector.metadata = stored.metadata
        vector.deleteProtection = stored.deleteProtection
        vector.createdAt = WallClock.text(milliseconds: stored.createdAt)
        vector.updatedAt = WallClock.text(milliseconds: stored.updatedAt)
        return vector
    }

    /// The answer that "works for all" clients: `ids` and `count`, the members of a single vector beside them, and no
    /// `upserted_count`.
    static func upsert(_ stored: [StoredVector], usage: EmbeddingUsage?) -> VectorUpsertResponse {
        var response = VectorUpsertResponse(ids: stored.map(\.id), count: stored.count)
        response.usage = usage
        if stored.count == 1 {
            let vector = vector(stored[0])
            response.id = vector.id
            response.embedding = vector.embedding
            response.metadata = vector.metadata
            response.deleteProtection = vector.deleteProtection
            response.createdAt = vector.createdAt
            response.updatedAt = vector.updatedAt
        }
        return response
    }

    static func hit(_ match: VectorMatch, includesMetadata: Bool) -> VectorHit {
        // The shortest decimal of the float, and not the float's neighbour in double precision.
        VectorHit(
            id: match.id, score: Double(match.score.description) ?? Double(match.score), values: match.values,
            metadata: includesMetadata ? match.metadata : nil)
    }
}
