import MartletAPI

extension CompletionUsage {
    /// The counts of two answers together, with those of reasoning and of the cache.
    func together(with other: CompletionUsage) -> CompletionUsage {
        var sum = adding(other)
        sum.promptTokensDetails = nil
        if let cached = Self.sum(promptTokensDetails?.cachedTokens, other.promptTokensDetails?.cachedTokens) {
            var details = PromptTokensDetails()
            details.cachedTokens = cached
            sum.promptTokensDetails = details
        }
        sum.completionTokensDetails = nil
        let reasoning = Self.sum(
            completionTokensDetails?.reasoningTokens, other.completionTokensDetails?.reasoningTokens)
        if let reasoning {
            var details = CompletionTokensDetails()
            details.reasoningTokens = reasoning
            sum.completionTokensDetails = details
        }
        return sum
    }

    private static func sum(_ left: Int?, _ right: Int?) -> Int? {
        guard left != nil || right != nil else { return nil }
        let (sum, isTooLarge) = (left ?? 0).addingReportingOverflow(right ?? 0)
        return isTooLarge ? .max : sum
    }
}
