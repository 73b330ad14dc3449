/// What a vector store is made of: `POST /vector_stores`.
public struct VectorStoreRequest: JSONConvertible, Hashable {
    /// Its name.
    public var name: String?
    /// What it is for.
    public var description: String?
    /// Files to begin with.
    public var fileIDs: [FileID]?
    /// How the text of these files is split. Nil: ``ChunkingStrategy/auto``.
    public var chunkingStrategy: ChunkingStrategy?
    /// When it expires; nil for never.
    public var expiresAfter: VectorStoreExpiration?
    /// The caller's own notes: up to 16 texts.
    public var metadata: JSONObject?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request; everything can be left out.
    public init(
        name: String? = nil, description: String? = nil, fileIDs: [FileID]? = nil,
        chunkingStrategy: ChunkingStrategy? = nil, expiresAfter: VectorStoreExpiration? = nil,
        metadata: JSONObject? = nil
    ) {
        self.name = name
        self.description = description
        self.fileIDs = fileIDs
        self.chunkingStrategy = chunkingStrategy
        self.expiresAfter = expiresAfter
        self.metadata = metadata
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "description": try reader.readField(key, into: &description, keepingIn: &additionalProperties)
            case "file_ids": try reader.readField(key, into: &fileIDs, keepingIn: &additionalProperties)
            case "chunking_strategy":
                try reader.readField(key, into: &chunkingStrategy, keepingIn: &additionalProperties)
            case "expires_after": try reader.readField(key, into: &expiresAfter, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("name", name)
            writer.field("description", description)
            writer.field("file_ids", fileIDs)
            writer.field("chunking_strategy", chunkingStrategy)
            writer.field("expires_after", expiresAfter)
            writer.field("metadata", metadata)
        }
    }
}
