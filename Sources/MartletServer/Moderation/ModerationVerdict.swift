import MartletAPI

/// What a classifier says of a text or of pictures.
struct ModerationVerdict: Sendable {
    /// The label.
    var category: ModerationCategory
    /// How much each category applies, 0 to 1; one that is missing counts as 0.
    var scores: [ModerationCategory: Double]
    /// What it cost.
    var usage = CompletionUsage()
    /// The model that was asked.
    var model: ModelID

    /// How sure the classifier is of the label, 0 to 1.
    var score: Double { scores[category] ?? 0 }

    /// The verdict on something of which this and the other are verdicts on parts: the most severe label, the highest
    /// score of each category, and the costs of both.
    ///
    /// Parts are only as safe as the least safe of them.
    func combined(with other: ModerationVerdict) -> ModerationVerdict {
        var result = other.isMoreSevere(than: self) ? other : self
        result.scores.merge(other.scores) { max($0, $1) }
        result.scores.merge(scores) { max($0, $1) }
        result.scores[.safe] = min(scores[.safe] ?? 0, other.scores[.safe] ?? 0)
        result.usage = CompletionUsage(
            promptTokens: usage.promptTokens + other.usage.promptTokens,
            completionTokens: usage.completionTokens + other.usage.completionTokens,
            totalTokens: usage.totalTokens + other.usage.totalTokens)
        return result
    }

    private func isMoreSevere(than other: ModerationVerdict) -> Bool {
        let (mine, others) = (category.severity, other.category.severity)
        if mine != others { return mine > others }
        return category == .safe ? score < other.score : score > other.score
    }
}

extension ModerationCategory {
    /// Which label is kept of several. PixiGPT: `UNDERAGE_SEXUAL` "takes priority over every other label"; the others
    /// go by their group, and of the allowed ones `SAFE` comes last.
    var severity: Int {
        switch (self, group) {
        case (.underageSexual, _): 4
        case (.safe, _): 0
        case (_, .critical?): 3
        case (_, .warning?): 2
        default: 1
        }
    }
}
