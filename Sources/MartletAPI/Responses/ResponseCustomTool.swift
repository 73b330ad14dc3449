/// A tool that takes free text.
public struct ResponseCustomTool: JSONConvertible, Hashable {
    /// The tool's name. Required.
    public var name: String
    /// What it does and when to call it; the model reads this.
    public var description: String?
    /// What the text must be like: `{"type":"text"}`, or a grammar.
    public var format: JSONValue?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(name: String, description: String? = nil, format: JSONValue? = nil) {
        self.name = name
        self.description = description
        self.format = format
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(name: "")
        var hasName = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "name": hasName = try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "description": try reader.readField(key, into: &description, keepingIn: &additionalProperties)
            case "format": try reader.readField(key, into: &format, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasName else { throw JSONError(code: .missingField, message: "'name' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "custom")
            writer.field("name", name)
            writer.field("description", description)
            writer.field("format", format)
        }
    }
}
