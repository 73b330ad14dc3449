extension ChatMessage {
    /// Instructions that the model follows.
    public static func system(_ text: String) -> ChatMessage {
        ChatMessage(role: .system, content: .text(text))
    }

    /// What the user says.
    public static func user(_ content: ChatContent) -> ChatMessage {
        ChatMessage(role: .user, content: content)
    }

    /// What the user says.
    public static func user(_ text: String) -> ChatMessage {
        ChatMessage(role: .user, content: .text(text))
    }

    /// What the model said.
    public static func assistant(_ text: String) -> ChatMessage {
        ChatMessage(role: .assistant, content: .text(text))
    }

    /// The result of a tool call.
    ///
    /// - Parameters:
    ///   - text: The result; JSON or any text.
    ///   - call: The call that this answers.
    public static func tool(_ text: String, answering call: ToolCallID) -> ChatMessage {
        var message = ChatMessage(role: .tool, content: .text(text))
        message.toolCallID = call
        return message
    }

    /// The text of the message; empty when there is none.
    public var text: String { content?.text ?? "" }

    /// The reasoning, under whichever of its two names the server sent it.
    public var reasoningText: String? { reasoningContent ?? reasoning }
}
