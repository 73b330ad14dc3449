/// Files that were attached to a vector store at once.
public struct VectorStoreFileBatch: JSONConvertible, Hashable {
    /// Identifies it.
    public var id: VectorStoreFileBatchID
    /// `vector_store.files_batch`.
    public var object: String = "vector_store.files_batch"
    /// When it was made, in seconds since 1970.
    public var createdAt: Int = 0
    /// The vector store.
    public var vectorStoreID: VectorStoreID = ""
    /// Whether its files are read.
    public var status: VectorStoreFileStatus = .inProgress
    /// How many files it has.
    public var fileCounts: VectorStoreFileCounts = VectorStoreFileCounts()
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: VectorStoreFileBatchID) {
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
            case "file_counts": try reader.readField(key, into: &fileCounts, keepingIn: &additionalProperties)
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
            writer.field("file_counts", fileCounts)
        }
    }
}
