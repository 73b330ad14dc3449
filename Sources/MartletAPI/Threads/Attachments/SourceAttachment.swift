/// Something that the platform's own tools read on the way to an answer.
public struct SourceAttachment: JSONConvertible, Hashable {
    /// Identifies the source within the answer.
    public var id: String
    /// The tool that found it.
    public var toolName: AttachmentOrigin
    /// Its title.
    public var title: String?
    /// Where it is.
    public var url: String?
    /// The part of it that matters.
    public var snippet: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: String, toolName: AttachmentOrigin) {
        self.id = id
        self.toolName = toolName
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", toolName: "")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "tool_name": try reader.readField(key, into: &toolName, keepingIn: &additionalProperties)
            case "title": try reader.readField(key, into: &title, keepingIn: &additionalProperties)
            case "url": try reader.readField(key, into: &url, keepingIn: &additionalProperties)
            case "snippet": try reader.readField(key, into: &snippet, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("tool_name", toolName)
            writer.field("title", title)
            writer.field("url", url)
            writer.field("snippet", snippet)
        }
    }
}
