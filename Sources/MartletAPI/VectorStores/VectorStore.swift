/// A collection of files whose text can be searched by meaning: OpenAI's `vector_store`.
public struct VectorStore: JSONConvertible, Hashable {
    /// Identifies it.
    public var id: VectorStoreID
    /// `vector_store`.
    public var object: String = "vector_store"
    /// When it was made, in seconds since 1970.
    public var createdAt: Int = 0
    /// Its name; empty when it was given none.
    public var name: String = ""
    /// What it is for.
    public var description: String?
    /// How many bytes its texts and vectors take.
    public var usageBytes: Int = 0
    /// How many files it has.
    public var fileCounts: VectorStoreFileCounts = VectorStoreFileCounts()
    /// Whether it can be searched.
    public var status: VectorStoreStatus = .completed
    /// When it expires; nil for never.
    public var expiresAfter: VectorStoreExpiration?
    /// When it will expire, in seconds since 1970; nil for never.
    public var expiresAt: Int?
    /// When it was last used, in seconds since 1970.
    public var lastActiveAt: Int?
    /// The caller's own notes: up to 16 texts.
    public var metadata: JSONObject?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: VectorStoreID) {
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
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "description": try reader.readField(key, into: &description, keepingIn: &additionalProperties)
            case "usage_bytes": try reader.readField(key, into: &usageBytes, keepingIn: &additionalProperties)
            case "file_counts": try reader.readField(key, into: &fileCounts, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            case "expires_after": try reader.readField(key, into: &expiresAfter, keepingIn: &additionalProperties)
            case "expires_at": try reader.readWholeField(key, into: &expiresAt, keepingIn: &additionalProperties)
            case "last_active_at": try reader.readWholeField(key, into: &lastActiveAt, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
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
            writer.field("name", name)
            writer.field("description", description)
            writer.field("usage_bytes", usageBytes)
            writer.field("file_counts", fileCounts)
            writer.field("status", status)
            writer.field("expires_after", expiresAfter)
            writer.field("expires_at", expiresAt)
            writer.field("last_active_at", lastActiveAt)
            writer.field("metadata", metadata)
        }
    }
}
