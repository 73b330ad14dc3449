/// A text whose vector is to be put into an index.
public struct TextVectorInput: JSONConvertible, Hashable {
    /// The text.
    public var text: String
    /// The embedding model. GravixLayer's own platform requires it; the local one has a default.
    public var model: ModelID?
    /// The caller's own notes, which searches can filter by.
    public var metadata: JSONObject
    /// Whether it cannot be deleted until this is taken back.
    public var deleteProtection: Bool
    /// Identifies it within its index; one that is there is replaced. Nil: the platform makes one up.
    public var id: VectorID?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(
        text: String, model: ModelID?, metadata: JSONObject = [:], deleteProtection: Bool = false, id: VectorID? = nil
    ) {
        self.text = text
        self.model = model
        self.metadata = metadata
        self.deleteProtection = deleteProtection
        self.id = id
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(text: "", model: nil)
        var hasText = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "text": hasText = try reader.readField(key, into: &text, keepingIn: &additionalProperties)
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "delete_protection":
                try reader.readField(key, into: &deleteProtection, keepingIn: &additionalProperties)
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasText || additionalProperties["text"] != nil else {
            throw JSONError(code: .missingField, message: "'text' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("text", text)
            writer.field("model", model)
            writer.field("metadata", metadata)
            writer.field("delete_protection", deleteProtection)
            writer.field("id", id)
        }
    }
}
