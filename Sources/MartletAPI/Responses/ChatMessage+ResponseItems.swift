extension ChatMessage {
    /// The message as items: its text, then each of its calls; for the result of a tool one item.
    ///
    /// - Parameter includesReasoning: Whether the message's reasoning becomes an item before the others. Default false:
    ///   OpenAI takes back only the reasoning items that it made itself.
    public func responseItems(includesReasoning: Bool = false) -> [ResponseItem] {
        switch role {
        case .tool, .function:
            let call = toolCallID ?? ToolCallID(rawValue: name ?? "")
            return [.functionCallOutput(ResponseFunctionCallOutput(callID: call, output: responseContent ?? .text("")))]
        case .assistant: return assistantItems(includesReasoning: includesReasoning)
        default: return [.message(ResponseMessage(role: role, content: responseContent ?? .text("")))]
        }
    }

    private func assistantItems(includesReasoning: Bool) -> [ResponseItem] {
        var items: [ResponseItem] = []
        if includesReasoning, let reasoning = reasoningText, !reasoning.isEmpty {
            items.append(.reasoning(ResponseReasoningItem(content: [.reasoningText(reasoning)])))
        }
        var parts: [ResponseContentPart] = []
        switch content {
        case .text(let text)?: if !text.isEmpty { parts.append(.outputText(text)) }
        case .parts(let contents)?: parts += contents.map { ResponseContentPart($0, isOutput: true) }
        case nil: break
        }
        if let refusal, !refusal.isEmpty { parts.append(.refusal(refusal)) }
        let calls = toolCalls ?? []
        if !parts.isEmpty || calls.isEmpty && functionCall == nil {
            items.append(.message(ResponseMessage(role: .assistant, status: .completed, content: .parts(parts))))
        }
        items += calls.map { .functionCall(ResponseFunctionCall($0)) }
        if let call = functionCall, calls.isEmpty {
            // The superseded form has no id; its result names the function.
            items.append(
                .functionCall(
                    ResponseFunctionCall(
                        callID: ToolCallID(rawValue: call.name), name: call.name, arguments: call.arguments,
                        status: .completed)))
        }
        return items
    }

    private var responseContent: ResponseContent? {
        switch content {
        case .text(let text)?: .text(text)
        case .parts(let parts)?: .parts(parts.map { ResponseContentPart($0) })
        case nil: nil
        }
    }
}

extension [ResponseItem] {
    /// The items of a conversation.
    ///
    /// - Parameters:
    ///   - messages: The conversation.
    ///   - includesReasoning: Whether the reasoning of messages becomes items. Default false.
    public init(_ messages: [ChatMessage], includesReasoning: Bool = false) {
        self = messages.flatMap { $0.responseItems(includesReasoning: includesReasoning) }
    }
}
