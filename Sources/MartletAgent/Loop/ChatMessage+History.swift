import MartletAPI

extension ChatMessage {
    /// An answer as it goes into the history: what the model said and asked for.
    ///
    /// Reasoning and refusals stay out of it, and so does what is only of interest beside an answer. Members that are not
    /// modelled are sent back as they came, as some platforms demand (`extra_content`), but for those with reasoning.
    static func history(of answer: ChatMessage, calls: [ToolCall]?) -> ChatMessage {
        var message = ChatMessage(role: .assistant, content: answer.content)
        if case .parts(let parts)? = answer.content, !answer.holdsOtherParts {
            message.content = .text(ChatContent.parts(parts).text)
        }
        // Strict servers want a content beside tool calls.
        if calls != nil, message.content == nil { message.content = .text("") }
        message.name = answer.name.flatMap { $0.isEmpty ? nil : $0 }
        message.toolCalls = calls
        message.additionalProperties = answer.additionalProperties
        for name in ["reasoning_details", "thinking", "thinking_blocks", "reasoning_text", "tool_calls", "content"] {
            message.additionalProperties[name] = nil
        }
        return message
    }

    /// Whether the content has parts that are no text.
    var holdsOtherParts: Bool {
        guard case .parts(let parts)? = content else { return false }
        return parts.contains { part in
            switch part {
            case .text, .refusal: false
            default: part.text == nil
            }
        }
    }
}
