/// A piece of a tool call's function.
public struct ToolCallFunctionDelta: JSONConvertible, Hashable {
    /// The function's name, or a piece of it.
    public var name: String?
    /// The next piece of the arguments' JSON text. A server that sends an object instead of text has it written out
    /// here.
    public var arguments: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "arguments": if let text = try reader.readTextOrJSON() { arguments = text }
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
