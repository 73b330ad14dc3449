import MartletAPI

extension AnswerBuilder {
    /// Whether there is something of an answer.
    var hasAnswer: Bool { hasDelivered || !outcome.text.isEmpty || hasHeldText }

    /// What there is of an answer that broke off; nil when there is nothing.
    var partial: ChatCompletion? {
        guard hasAnswer else { return nil }
        var message = ChatMessage(role: .assistant, content: .text(outcome.text))
        message.reasoningContent = outcome.reasoning
        message.toolCalls = outcome.toolCalls.isEmpty ? nil : outcome.toolCalls
        var completion = ChatCompletion(
            id: chunk.id, created: chunk.created, model: chunk.model,
            choices: [ChatCompletionChoice(message: message, index: chunk.index)],
            usage: outcome.usage?.completionUsage)
        completion.object = "chat.completion"
        completion.systemFingerprint = chunk.systemFingerprint
        return completion
    }
}
