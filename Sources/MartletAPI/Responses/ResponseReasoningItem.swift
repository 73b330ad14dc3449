/// What a model thought before it went on.
///
/// To be sent back with the items that follow it, at least until a function's output has been answered.
public struct ResponseReasoningItem: JSONConvertible, Hashable {
    /// Identifies the item.
    public var id: ResponseItemID?
    /// The thoughts summed up: parts of type `summary_text`.
    public var summary: [ResponseContentPart]
    /// The thoughts themselves, from models that show them: parts of type `reasoning_text`.
    public var content: [ResponseContentPart]?
    /// The thoughts in a form that only the platform can read, when they were asked for.
    public var encryptedContent: String?
    /// How far the item is.
    public var status: ResponseStatus?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(
        id: ResponseItemID? = nil,
        summary: [ResponseContentPart] = [],
        content: [ResponseContentPart]? = nil,
        encryptedContent: String? = nil,
        status: ResponseStatus? = nil
    ) {
        self.id = id
        self.summary = summary
        self.content = content
        self.encryptedContent = encryptedContent
        self.status = status
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "summary": try reader.readField(key, into: &summary, keepingIn: &additionalProperties)
            case "content": try reader.readField(key, into: &content, keepingIn: &additionalProperties)
            case "encrypted_content":
                try reader.readField(key, into: &encryptedContent, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "reasoning")
            writer.field("id", id)
            writer.field("summary", summary)
            writer.field("content", content)
            writer.field("encrypted_content", encryptedContent)
            writer.field("status", status)
        }
    }
}
