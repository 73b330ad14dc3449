/// Which function to call, and with what.
public struct ToolCallFunction: JSONConvertible, Hashable {
    /// The function's name.
    public var name: String
    /// The arguments as JSON text, as the model wrote them: possibly not valid JSON, possibly not what the schema asks
    /// for. `{}` when the server sends none, as some do for functions without parameters.
    public var arguments: String
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a call.
    public init(name: String, arguments: String) {
        self.name = name
        self.arguments = arguments
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(name: "", arguments: "{}")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "arguments":
                if let text = try reader.readTextOrJSON(), !text.utf8.allSatisfy(\.isJSONWhitespace) {
                    arguments = text
                }
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("name", name)
            writer.field("arguments", arguments)
        }
    }
}
