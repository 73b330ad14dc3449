extension ChatCompletion {
    /// The text of the first choice; empty when there is none.
    public var text: String { choices.first?.message.text ?? "" }

    /// The reasoning of the first choice, wherever the server put it.
    public var reasoningText: String? { choices.first?.reasoningText }

    /// Why the first choice ended.
    public var finishReason: FinishReason? { choices.first?.finishReason }
}

extension ChatCompletionChoice {
    /// The reasoning, whether the server put it on the choice (PixiGPT) or in the message (vLLM, llama.cpp).
    public var reasoningText: String? { reasoningContent ?? message.reasoningText }

    /// The tool calls that may be executed: all of the message's, unless the answer was cut off or filtered.
    ///
    /// A call whose arguments stop in the middle must not run; one that came with `stop` instead of `tool_calls` may.
    /// When the server gave no reason or one that is not known, all of them may if all their arguments are complete.
    public var executableToolCalls: [ToolCall] {
        let calls = message.toolCalls ?? []
        switch finishReason {
        case .length?, .contentFilter?: return []
        case .stop?, .toolCalls?, .functionCall?: return calls
        default: return calls.allSatisfy { (try? JSONValue(json: $0.function.arguments)) != nil } ? calls : []
        }
    }
}
