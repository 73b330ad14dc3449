/// A vector of an index.
public struct Vector: JSONConvertible, Hashable {
    /// Identifies it within its index.
    public var id: VectorID
    /// The vector.
    public var embedding: [Float]
    /// The caller's own notes, which searches can filter by.
    public var metadata: JSONObject?
    /// Whether it cannot be deleted until this is taken back.
    public var deleteProtection: Bool = false
    /// When it was made, in ISO 8601.
    public var createdAt: String?
    /// When it was last changed, in ISO 8601.
    public var updatedAt: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: VectorID, embedding: [Float]) {
        self.id = id
        self.embedding = embedding
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", embedding: [])
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "embedding": try reader.readVectorField(key, into: &embedding, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "delete_protection":
                try reader.readField(key, into: &deleteProtection, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "updated_at": try reader.readField(key, into: &updatedAt, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasId || additionalProperties["id"] != nil else {
            throw JSONError(code: .missingField, message: "'id' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in writeMembers(to: &writer) }
    }

    /// Writes the members that are modelled, into the object that is being written.
    func writeMembers(to writer: inout JSONWriter) {
        writer.field("id", id)
        writer.vectorField("embedding", embedding)
        writer.field("metadata", metadata)
        writer.field("delete_protection", deleteProtection)
        writer.field("created_at", createdAt)
        writer.field("updated_at", updatedAt)
    }
}
