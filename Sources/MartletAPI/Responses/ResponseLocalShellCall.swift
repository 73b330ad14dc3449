/// A command that the model wants to be run on the caller's machine.
public struct ResponseLocalShellCall: JSONConvertible, Hashable {
    /// Identifies the item.
    public var id: ResponseItemID?
    /// Identifies the call; its output names it.
    public var callID: ToolCallID?
    /// What to run. Required.
    public var action: ResponseShellAction
    /// How far the call is.
    public var status: ResponseStatus?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(
        id: ResponseItemID? = nil, callID: ToolCallID? = nil, action: ResponseShellAction, status: ResponseStatus? = nil
    ) {
        self.id = id
        self.callID = callID
        self.action = action
        self.status = status
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(action: ResponseShellAction(command: []))
        var hasAction = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "call_id": try reader.readField(key, into: &callID, keepingIn: &additionalProperties)
            case "action": hasAction = try reader.readField(key, into: &action, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasAction else { throw JSONError(code: .missingField, message: "'action' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "local_shell_call")
            writer.field("id", id)
            writer.field("call_id", callID)
            writer.field("action", action)
            writer.field("status", status)
        }
    }
}
