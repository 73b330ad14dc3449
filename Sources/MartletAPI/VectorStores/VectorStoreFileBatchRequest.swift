/// Files to attach to a vector store at once: `POST /vector_stores/{id}/file_batches`.
///
/// Either ``fileIDs``, to all of which attributes and strategy apply, or ``files``, each with its own.
public struct VectorStoreFileBatchRequest: JSONConvertible, Hashable {
    /// The files.
    public var fileIDs: [FileID]?
    /// The files, each with its own attributes and strategy.
    public var files: [VectorStoreFileRequest]?
    /// What searches can filter by, of all ``fileIDs``.
    public var attributes: JSONObject?
    /// How the text of all ``fileIDs`` is split. Nil: ``ChunkingStrategy/auto``.
    public var chunkingStrategy: ChunkingStrategy?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(
        fileIDs: [FileID]? = nil, files: [VectorStoreFileRequest]? = nil, attributes: JSONObject? = nil,
        chunkingStrategy: ChunkingStrategy? = nil
    ) {
        self.fileIDs = fileIDs
        self.files = files
        self.attributes = attributes
        self.chunkingStrategy = chunkingStrategy
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "file_ids": try reader.readField(key, into: &fileIDs, keepingIn: &additionalProperties)
            case "files": try reader.readField(key, into: &files, keepingIn: &additionalProperties)
            case "attributes": try reader.readField(key, into: &attributes, keepingIn: &additionalProperties)
            case "chunking_strategy":
                try reader.readField(key, into: &chunkingStrategy, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("file_ids", fileIDs)
            writer.field("files", files)
            writer.field("attributes", attributes)
            writer.field("chunking_strategy", chunkingStrategy)
        }
    }
}
