/// A file of a vector store. It has the id of the file itself.
public struct VectorStoreFile: JSONConvertible, Hashable {
    /// The file.
    public var id: FileID
    /// `vector_store.file`.
    public var object: String = "vector_store.file"
    /// When it was attached, in seconds since 1970.
    public var createdAt: Int = 0
    /// The vector store.
    public var vectorStoreID: VectorStoreID = ""
    /// What became of it.
    public var status: VectorStoreFileStatus = .inProgress
    /// Why it could not be read; nil when it could.
    public var lastError: VectorStoreFileError?
    /// How many bytes its texts and vectors take in the vector store.
    public var usageBytes: Int = 0
    /// How its text is split.
    public var chunkingStrategy: ChunkingStrategy?
    /// What searches can filter by: up to 16 texts, numbers and booleans.
    public var attributes: JSONObject?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: FileID) {
        self.id = id
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "")
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "vector_store_id": try reader.readField(key, into: &vectorStoreID, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            case "last_error": try reader.readField(key, into: &lastError, keepingIn: &additionalProperties)
            case "usage_bytes": try reader.readField(key, into: &usageBytes, keepingIn: &additionalProperties)
            case "chunking_strategy":
                try reader.readField(key, into: &chunkingStrategy, keepingIn: &additionalProperties)
            case "attributes": try reader.readField(key, into: &attributes, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasId || additionalProperties["id"] != nil else {
            throw JSONError(code: .missingField, message: "'id' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("object", object)
            writer.field("created_at", createdAt)
            writer.field("vector_store_id", vectorStoreID)
            writer.field("status", status)
            writer.field("last_error", lastError)
            writer.field("usage_bytes", usageBytes)
            writer.field("chunking_strategy", chunkingStrategy)
            writer.field("attributes", attributes)
        }
    }
}
