/// A piece of a tool call.
public struct ToolCallDelta: JSONConvertible, Hashable {
    /// Which call of the message this continues. Some servers send none, or the same for every call: see
    /// ``ChatCompletionAccumulator``.
    public var index: Int?
    /// The call's identifier, usually in its first piece only.
    public var id: ToolCallID?
    /// The kind of tool.
    public var type: ToolType?
    /// The piece.
    public var function: ToolCallFunctionDelta?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "index": try reader.readField(key, into: &index, keepingIn: &additionalProperties)
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "type": try reader.readField(key, into: &type, keepingIn: &additionalProperties)
            case "function": try reader.readField(key, into: &function, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("index", index)
            writer.field("id", id)
            writer.field("type", type)
            writer.field("function", function)
        }
    }
}
