/// A file to attach to a vector store: `POST /vector_stores/{id}/files`.
public struct VectorStoreFileRequest: JSONConvertible, Hashable {
    /// The file, which is uploaded already.
    public var fileID: FileID
    /// What searches can filter by: up to 16 texts, numbers and booleans.
    public var attributes: JSONObject?
    /// How its text is split. Nil: ``ChunkingStrategy/auto``.
    public var chunkingStrategy: ChunkingStrategy?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(fileID: FileID, attributes: JSONObject? = nil, chunkingStrategy: ChunkingStrategy? = nil) {
        self.fileID = fileID
        self.attributes = attributes
        self.chunkingStrategy = chunkingStrategy
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(fileID: "")
        var hasFileID = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "file_id": hasFileID = try reader.readField(key, into: &fileID, keepingIn: &additionalProperties)
            case "attributes": try reader.readField(key, into: &attributes, keepingIn: &additionalProperties)
            case "chunking_strategy":
                try reader.readField(key, into: &chunkingStrategy, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasFileID || additionalProperties["file_id"] != nil else {
            throw JSONError(code: .missingField, message: "'file_id' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("file_id", fileID)
            writer.field("attributes", attributes)
            writer.field("chunking_strategy", chunkingStrategy)
        }
    }
}
