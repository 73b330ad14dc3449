/// Text of which most is expected to come back unchanged.
public struct PredictedContent: JSONConvertible, Hashable {
    /// Always `content`.
    public var type: String
    /// The expected text.
    public var content: ChatContent
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(type: String, content: ChatContent) {
        self.type = type
        self.content = content
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(type: "", content: .text(""))
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.readField(key, into: &type, keepingIn: &additionalProperties)
            case "content": try reader.readField(key, into: &content, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("content", content)
        }
    }
}
