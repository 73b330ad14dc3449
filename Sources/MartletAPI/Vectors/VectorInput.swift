/// A vector to be put into an index.
public struct VectorInput: JSONConvertible, Hashable {
    /// The vector. The local platform takes base64 of little-endian 32-bit floats too.
    public var embedding: [Float]
    /// The caller's own notes, which searches can filter by.
    public var metadata: JSONObject
    /// Whether it cannot be deleted until this is taken back.
    public var deleteProtection: Bool
    /// Identifies it within its index; one that is there is replaced. Nil: the platform makes one up.
    public var id: VectorID?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(embedding: [Float], metadata: JSONObject = [:], deleteProtection: Bool = false, id: VectorID? = nil) {
        self.embedding = embedding
        self.metadata = metadata
        self.deleteProtection = deleteProtection
        self.id = id
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(embedding: [])
        var hasEmbedding = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "embedding":
                hasEmbedding = try reader.readVectorField(key, into: &embedding, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "delete_protection":
                try reader.readField(key, into: &deleteProtection, keepingIn: &additionalProperties)
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasEmbedding || additionalProperties["embedding"] != nil else {
            throw JSONError(code: .missingField, message: "'embedding' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.vectorField("embedding", embedding)
            writer.field("metadata", metadata)
            writer.field("delete_protection", deleteProtection)
            writer.field("id", id)
        }
    }
}
