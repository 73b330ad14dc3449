/// A call that the model asks for.
public struct ToolCall: JSONConvertible, Hashable {
    /// The identifier that the tool's answer must name. Empty when the server sent none.
    public var id: ToolCallID
    /// The kind of tool.
    public var type: ToolType
    /// The function and its arguments.
    public var function: ToolCallFunction
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a tool call.
    public init(id: ToolCallID, type: ToolType, function: ToolCallFunction) {
        self.id = id
        self.type = type
        self.function = function
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", type: .function, function: ToolCallFunction(name: "", arguments: "{}"))
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "type": try reader.readField(key, into: &type, keepingIn: &additionalProperties)
            case "function": try reader.readField(key, into: &function, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("type", type)
            writer.field("function", function)
        }
    }
}
