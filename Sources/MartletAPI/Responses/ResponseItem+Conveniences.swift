extension ResponseItem {
    /// Instructions that the model follows.
    public static func system(_ text: String) -> ResponseItem {
        .message(ResponseMessage(role: .system, content: .text(text)))
    }

    /// Instructions, under the name that newer OpenAI models use.
    public static func developer(_ text: String) -> ResponseItem {
        .message(ResponseMessage(role: .developer, content: .text(text)))
    }

    /// What the user says.
    public static func user(_ text: String) -> ResponseItem {
        .message(ResponseMessage(role: .user, content: .text(text)))
    }

    /// What the user says, in parts.
    public static func user(_ parts: [ResponseContentPart]) -> ResponseItem {
        .message(ResponseMessage(role: .user, content: .parts(parts)))
    }

    /// What the model said.
    public static func assistant(_ text: String) -> ResponseItem {
        .message(ResponseMessage(role: .assistant, status: .completed, content: .parts([.outputText(text)])))
    }

    /// What a function returned.
    ///
    /// - Parameters:
    ///   - text: The result; JSON or any text.
    ///   - call: The call that this answers.
    public static func functionCallOutput(_ text: String, answering call: ToolCallID) -> ResponseItem {
        .functionCallOutput(ResponseFunctionCallOutput(callID: call, output: .text(text)))
    }

    /// The item's `type`; nil for one of an unknown kind that has none.
    public var type: String? {
        switch self {
        case .message: "message"
        case .functionCall: "function_call"
        case .functionCallOutput: "function_call_output"
        case .reasoning: "reasoning"
        case .customToolCall: "custom_tool_call"
        case .customToolCallOutput: "custom_tool_call_output"
        case .itemReference: "item_reference"
        case .localShellCall: "local_shell_call"
        case .localShellCallOutput: "local_shell_call_output"
        case .unknown(let type, _): type
        }
    }

    /// What identifies the item, when something does.
    public var id: ResponseItemID? {
        switch self {
        case .message(let item): item.id
        case .functionCall(let item): item.id
        case .functionCallOutput(let item): item.id
        case .reasoning(let item): item.id
        case .customToolCall(let item): item.id
        case .customToolCallOutput(let item): item.id
        case .itemReference(let id): id
        case .localShellCall(let item): item.id
        case .localShellCallOutput(let item): item.id
        case .unknown(_, let payload): payload["id"]?.stringValue.map { ResponseItemID(rawValue: $0) }
        }
    }
}
