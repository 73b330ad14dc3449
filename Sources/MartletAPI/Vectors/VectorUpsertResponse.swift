/// The answer to an upsert of one vector or text, in any of the forms that platforms send.
///
/// The local platform sends `ids` and `count` with the members of the vector beside them, and never `upserted_count`:
/// GravixLayer's clients then read the vector where it stands.
public struct VectorUpsertResponse: JSONConvertible, Hashable {
    /// Which vectors were put in.
    public var ids: [VectorID]?
    /// How many.
    public var count: Int?
    /// How many, in an older form.
    public var upsertedCount: Int?
    /// How many could not be put in.
    public var failedCount: Int?
    /// Why they could not.
    public var errors: [String]?
    /// The vectors, in an older form.
    public var vectors: [Vector]?
    /// What embedding cost.
    public var usage: EmbeddingUsage?
    /// The vector's id.
    public var id: VectorID?
    /// The vector.
    public var embedding: [Float]?
    /// Its metadata.
    public var metadata: JSONObject?
    /// Whether it is protected.
    public var deleteProtection: Bool?
    /// When it was made, in ISO 8601.
    public var createdAt: String?
    /// When it was last changed, in ISO 8601.
    public var updatedAt: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(ids: [VectorID]? = nil, count: Int? = nil) {
        self.ids = ids
        self.count = count
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "ids": try reader.readField(key, into: &ids, keepingIn: &additionalProperties)
            case "count": try reader.readWholeField(key, into: &count, keepingIn: &additionalProperties)
            case "upserted_count":
                try reader.readWholeField(key, into: &upsertedCount, keepingIn: &additionalProperties)
            case "failed_count": try reader.readWholeField(key, into: &failedCount, keepingIn: &additionalProperties)
            case "errors": try reader.readField(key, into: &errors, keepingIn: &additionalProperties)
            case "vectors": try reader.readField(key, into: &vectors, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "embedding": try reader.readVectorField(key, into: &embedding, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "delete_protection":
                try reader.readField(key, into: &deleteProtection, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "updated_at": try reader.readField(key, into: &updatedAt, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("ids", ids)
            writer.field("count", count)
            writer.field("upserted_count", upsertedCount)
            writer.field("failed_count", failedCount)
            writer.field("errors", errors)
            writer.field("vectors", vectors)
            writer.field("usage", usage)
            writer.field("id", id)
            writer.vectorField("embedding", embedding)
            writer.field("metadata", metadata)
            writer.field("delete_protection", deleteProtection)
            writer.field("created_at", createdAt)
            writer.field("updated_at", updatedAt)
        }
    }
}

extension VectorUpsertResponse {
    /// The vector, when the answer holds it.
    public var vector: Vector? {
        if let vector = vectors?.first, !vector.embedding.isEmpty { return vector }
        guard let embedding, !embedding.isEmpty, let id = id ?? ids?.first else { return nil }
        var vector = Vector(id: id, embedding: embedding)
        vector.metadata = metadata
        vector.deleteProtection = deleteProtection ?? false
        vector.createdAt = createdAt
        vector.updatedAt = updatedAt
        return vector
    }
}
