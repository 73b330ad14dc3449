import MartletAPI

/// What ``RuntimeConfig/strictParsing`` demands of an answer that is not streamed.
enum StrictReply {
    /// - Throws: ``APIResponseError`` when a field has another type than it should, or when an answer says nothing at all.
    static func check(_ completion: ChatCompletion, _ errors: ErrorContext) throws(APIResponseError) {
        if let field = problem(completion) {
            let text = (try? completion.jsonText()) ?? ""
            throw APIResponseError(
                errors.cut("The platform's answer is not what it should be: \(field)."), response: errors.cut(text))
        }
    }

    private static func problem(_ completion: ChatCompletion) -> String? {
        for name in ["id", "choices", "usage", "model"] where completion.additionalProperties[name] != nil {
            return "'\(name)' has the wrong type"
        }
        for choice in completion.choices {
            for name in ["index", "message", "finish_reason"] where choice.additionalProperties[name] != nil {
                return "'\(name)' of a choice has the wrong type"
            }
            let message = choice.message
            for name in ["role", "content", "tool_calls"] where message.additionalProperties[name] != nil {
                return "'\(name)' of a message has the wrong type"
            }
            for call in message.toolCalls ?? [] where call.function.name.isEmpty {
                return "a tool call names no function"
            }
            let isEmpty =
                message.content == nil && message.toolCalls == nil && message.refusal == nil
                && message.functionCall == nil && message.audio == nil
            if isEmpty { return "a message has neither content nor tool calls" }
        }
        return nil
    }
}
