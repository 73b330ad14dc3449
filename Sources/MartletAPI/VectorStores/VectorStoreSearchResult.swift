/// A passage that a search of a vector store found.
public struct VectorStoreSearchResult: JSONConvertible, Hashable {
    /// The file that it is in.
    public var fileID: FileID
    /// The file's name.
    public var filename: String
    /// How well it fits, 0 to 1.
    public var score: Double
    /// The file's attributes.
    public var attributes: JSONObject?
    /// The passage.
    public var content: [VectorStoreContent]
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(
        fileID: FileID, filename: String = "", score: Double = 0, attributes: JSONObject? = nil,
        content: [VectorStoreContent] = []
    ) {
        self.fileID = fileID
        self.filename = filename
        self.score = score
        self.attributes = attributes
        self.content = content
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(fileID: "")
        var hasFileID = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "file_id": hasFileID = try reader.readField(key, into: &fileID, keepingIn: &additionalProperties)
            case "filename": try reader.readField(key, into: &filename, keepingIn: &additionalProperties)
            case "score": try reader.readField(key, into: &score, keepingIn: &additionalProperties)
            case "attributes": try reader.readField(key, into: &attributes, keepingIn: &additionalProperties)
            case "content": try reader.readField(key, into: &content, keepingIn: &additionalProperties)
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
            writer.field("filename", filename)
            writer.field("score", score)
            writer.field("attributes", attributes)
            writer.field("content", content)
        }
    }
}

extension VectorStoreSearchResult {
    /// The passage's text.
    public var text: String { content.compactMap(\.text).joined(separator: "\n\n") }
}
