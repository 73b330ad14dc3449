/// One item of a response's input or output: a message, a call, what a call returned, reasoning, …
///
/// An item of a kind that is not modelled (`web_search_call`, `mcp_call`, …), or that lacks what its kind requires, keeps
/// its whole JSON and writes it back.
public enum ResponseItem: Hashable, Sendable {
    /// A message. In an input also one without a `type`.
    case message(ResponseMessage)
    /// A call of a function.
    case functionCall(ResponseFunctionCall)
    /// What a function returned.
    case functionCallOutput(ResponseFunctionCallOutput)
    /// What the model thought.
    case reasoning(ResponseReasoningItem)
    /// A call of a tool that takes free text.
    case customToolCall(ResponseCustomToolCall)
    /// What such a tool returned.
    case customToolCallOutput(ResponseCustomToolCallOutput)
    /// A stored item, by its id.
    case itemReference(ResponseItemID)
    /// A command to run on the caller's machine.
    case localShellCall(ResponseLocalShellCall)
    /// What such a command printed.
    case localShellCallOutput(ResponseLocalShellCallOutput)
    /// Any other kind.
    case unknown(type: String?, payload: JSONValue)
}

extension ResponseItem: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .object else { throw reader.mismatch("an object that is an item") }
        let type = try reader.peekText(of: "type")
        if let item = try Self.modelled(type, from: &reader) {
            self = item
            return
        }
        let payload = try reader.readValue()
        self = Self.reference(payload, type: type) ?? .unknown(type: type, payload: payload)
    }

    /// Reads an item of a modelled kind; nil, with nothing read, when it is none.
    private static func modelled(
        _ type: String?, from reader: inout JSONReader
    ) throws(JSONError) -> ResponseItem? {
        switch type {
        case nil, "message"?: try ResponseMessage.readField(from: &reader).map { .message($0) }
        case "function_call"?: try ResponseFunctionCall.readField(from: &reader).map { .functionCall($0) }
        case "function_call_output"?:
            try ResponseFunctionCallOutput.readField(from: &reader).map { .functionCallOutput($0) }
        case "reasoning"?: try ResponseReasoningItem.readField(from: &reader).map { .reasoning($0) }
        case "custom_tool_call"?: try ResponseCustomToolCall.readField(from: &reader).map { .customToolCall($0) }
        case "custom_tool_call_output"?:
            try ResponseCustomToolCallOutput.readField(from: &reader).map { .customToolCallOutput($0) }
        case "local_shell_call"?: try ResponseLocalShellCall.readField(from: &reader).map { .localShellCall($0) }
        case "local_shell_call_output"?:
            try ResponseLocalShellCallOutput.readField(from: &reader).map { .localShellCallOutput($0) }
        default: nil
        }
    }

    /// A reference, whose `type` may be missing or null, unless it has members that would be lost.
    private static func reference(_ payload: JSONValue, type: String?) -> ResponseItem? {
        guard type == "item_reference" || type == nil && (payload["type"]?.isNull ?? true),
            let object = payload.objectValue, let id = object["id"]?.stringValue,
            object.allSatisfy({ $0.key == "id" || $0.key == "type" })
        else { return nil }
        return .itemReference(ResponseItemID(rawValue: id))
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .message(let item): item.write(to: &writer)
        case .functionCall(let item): item.write(to: &writer)
        case .functionCallOutput(let item): item.write(to: &writer)
        case .reasoning(let item): item.write(to: &writer)
        case .customToolCall(let item): item.write(to: &writer)
        case .customToolCallOutput(let item): item.write(to: &writer)
        case .itemReference(let id):
            writer.object { writer in
                writer.field("type", "item_reference")
                writer.field("id", id)
            }
        case .localShellCall(let item): item.write(to: &writer)
        case .localShellCallOutput(let item): item.write(to: &writer)
        case .unknown(_, let payload): payload.write(to: &writer)
        }
    }
}
