import MartletAPI

extension CodexTokenUsage {
    /// The count of the app-server's `total` and `last`; nil when it is none.
    init?(appServer value: JSONValue?) {
        guard let value, let input = value["inputTokens"]?.intValue, let output = value["outputTokens"]?.intValue else {
            return nil
        }
        self.init(
            input: input, cachedInput: value["cachedInputTokens"]?.intValue ?? 0, output: output,
            reasoning: value["reasoningOutputTokens"]?.intValue ?? 0, total: value["totalTokens"]?.intValue)
    }

    /// The count of `exec`'s `turn.completed`; nil when it is none, or all zeros, which is what Codex writes when the
    /// provider sent no count.
    init?(exec value: JSONValue?) {
        guard let value, let input = value["input_tokens"]?.intValue, let output = value["output_tokens"]?.intValue,
            input != 0 || output != 0
        else { return nil }
        self.init(
            input: input, cachedInput: value["cached_input_tokens"]?.intValue ?? 0, output: output,
            reasoning: value["reasoning_output_tokens"]?.intValue ?? 0)
    }

    /// The count less an earlier one; never below 0.
    static func - (left: CodexTokenUsage, right: CodexTokenUsage) -> CodexTokenUsage {
        CodexTokenUsage(
            input: max(0, left.input - right.input), cachedInput: max(0, left.cachedInput - right.cachedInput),
            output: max(0, left.output - right.output), reasoning: max(0, left.reasoning - right.reasoning),
            total: max(0, left.total - right.total))
    }

    /// The count as chat completions have it.
    var completionUsage: CompletionUsage {
        var usage = CompletionUsage(promptTokens: input, completionTokens: output, totalTokens: total)
        usage.promptTokensDetails = PromptTokensDetails()
        usage.promptTokensDetails?.cachedTokens = cachedInput
        usage.completionTokensDetails = CompletionTokensDetails()
        usage.completionTokensDetails?.reasoningTokens = reasoning
        return usage
    }
}
