/// What a command printed on the caller's machine.
public struct ResponseLocalShellCallOutput: JSONConvertible, Hashable {
    /// The call that this answers, as OpenAI documents it.
    public var id: ResponseItemID?
    /// The call that this answers, as clients send it.
    public var callID: ToolCallID?
    /// What it printed, and how it ended. Required.
    public var output: ResponseContent
    /// How far the call is.
    public var status: ResponseStatus?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(
        id: ResponseItemID? = nil, callID: ToolCallID? = nil, output: ResponseContent, status: ResponseStatus? = nil
    ) {
        self.id = id
        self.callID = callID
        self.output = output
        self.status = status
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(output: .text(""))
        var hasOutput = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "call_id": try reader.readField(key, into: &callID, keepingIn: &additionalProperties)
            case "output": hasOutput = try reader.readField(key, into: &output, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasOutput else { throw JSONError(code: .missingField, message: "'output' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "local_shell_call_output")
            writer.field("id", id)
            writer.field("call_id", callID)
            writer.field("output", output)
            writer.field("status", status)
        }
    }
}
