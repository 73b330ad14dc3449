import MartletAPI

/// How many tokens a run may use, over all its rounds.
struct RunBudget: Sendable {
    /// OpenAI: "The maximum number of completion tokens that may be used over the course of the run."
    let completionTokens: Int?
    /// OpenAI: "The maximum number of prompt tokens that may be used over the course of the run." Nothing is left out of a
    /// prompt to stay below: beyond it the run ends.
    let promptTokens: Int?

    init(_ parameters: JSONObject) {
        completionTokens = parameters["max_completion_tokens"]?.intValue
        promptTokens = parameters["max_prompt_tokens"]?.intValue
    }

    /// How long the next answer may be; nil for as long as it likes.
    func remaining(after usage: CompletionUsage?) -> Int? {
        completionTokens.map { max(0, $0 - (usage?.completionTokens ?? 0)) }
    }

    /// Whether the prompts were longer than allowed.
    func hasBeenExceeded(byPromptsOf usage: CompletionUsage?) -> Bool {
        guard let promptTokens, let usage else { return false }
        return usage.promptTokens > promptTokens
    }
}
