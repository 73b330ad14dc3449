/// What a tool that takes free text returned.
public struct ResponseCustomToolCallOutput: JSONConvertible, Hashable {
    /// Identifies the item.
    public var id: ResponseItemID?
    /// The call that this answers. Required.
    public var callID: ToolCallID
    /// The result: text, or text, images and files. Required.
    public var output: ResponseContent
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: ResponseItemID? = nil, callID: ToolCallID, output: ResponseContent) {
        self.id = id
        self.callID = callID
        self.output = output
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(callID: "", output: .text(""))
        var hasCallId = false
        var hasOutput = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "call_id": hasCallId = try reader.readField(key, into: &callID, keepingIn: &additionalProperties)
            case "output": hasOutput = try reader.readField(key, into: &output, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasCallId else { throw JSONError(code: .missingField, message: "'call_id' is required") }
        guard hasOutput else { throw JSONError(code: .missingField, message: "'output' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "custom_tool_call_output")
            writer.field("id", id)
            writer.field("call_id", callID)
            writer.field("output", output)
        }
    }
}
