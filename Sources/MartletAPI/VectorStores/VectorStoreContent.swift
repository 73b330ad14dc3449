/// A piece of a file's content.
public struct VectorStoreContent: JSONConvertible, Hashable {
    /// `text`, the only one so far.
    public var type: String = "text"
    /// The text.
    public var text: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a piece of text.
    public init(text: String? = nil) {
        self.text = text
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.readField(key, into: &type, keepingIn: &additionalProperties)
            case "text": try reader.readField(key, into: &text, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("text", text)
        }
    }
}
