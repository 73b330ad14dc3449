extension ChatCompletion {
    /// A response as the completion of a chat: its text, reasoning, refusal and function calls are one message.
    public init(_ response: ResponseObject) {
        self.init()
        id = ChatCompletionID(rawValue: response.id.rawValue)
        object = "chat.completion"
        created = response.createdAt
        model = response.model
        serviceTier = response.serviceTier
        usage = response.usage?.completionUsage
        let text = response.outputText
        let calls = response.functionCalls.map(\.toolCall)
        var message = ChatMessage(role: .assistant, content: text.isEmpty && !calls.isEmpty ? nil : .text(text))
        message.reasoningContent = response.reasoningText
        message.refusal = response.refusalText
        message.toolCalls = calls.isEmpty ? nil : calls
        choices = [ChatCompletionChoice(message: message, index: 0, finishReason: response.finishReason)]
    }
}

extension ResponseObject {
    /// Why the model stopped, as chat completions say it; nil while it goes on.
    public var finishReason: FinishReason? {
        switch status {
        case .completed?: functionCalls.isEmpty ? .stop : .toolCalls
        case .incomplete?: incompleteDetails?.reason == .contentFilter ? .contentFilter : .length
        case .failed?: FinishReason(rawValue: "error")
        case .cancelled?: FinishReason(rawValue: "cancelled")
        default: nil
        }
    }
}
