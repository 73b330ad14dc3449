/// A call of a tool that takes free text.
public struct ResponseCustomToolCall: JSONConvertible, Hashable {
    /// Identifies the item.
    public var id: ResponseItemID?
    /// Identifies the call; its output names it. Required.
    public var callID: ToolCallID
    /// The tool. Required.
    public var name: String
    /// What the tool gets. Empty until the first of it arrives.
    public var input: String
    /// How far the call is written.
    public var status: ResponseStatus?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(
        id: ResponseItemID? = nil, callID: ToolCallID, name: String, input: String, status: ResponseStatus? = nil
    ) {
        self.id = id
        self.callID = callID
        self.name = name
        self.input = input
        self.status = status
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(callID: "", name: "", input: "")
        var hasCallId = false
        var hasName = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "call_id": hasCallId = try reader.readField(key, into: &callID, keepingIn: &additionalProperties)
            case "name": hasName = try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "input": try reader.readField(key, into: &input, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasCallId else { throw JSONError(code: .missingField, message: "'call_id' is required") }
        guard hasName else { throw JSONError(code: .missingField, message: "'name' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "custom_tool_call")
            writer.field("id", id)
            writer.field("call_id", callID)
            writer.field("name", name)
            writer.field("input", input)
            writer.field("status", status)
        }
    }
}
