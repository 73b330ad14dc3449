import MartletAPI

/// Our eleven categories under OpenAI's names.
///
/// OpenAI's names that say more than our categories (`hate/threatening`, `self-harm/intent`…) never apply here. Ours that
/// OpenAI has no name for come under names of their own beside OpenAI's.
enum OpenAIModeration {
    /// The names for a category; none for one that is safe.
    static func names(of category: ModerationCategory) -> [String] {
        switch category {
        case .underageSexual: ["sexual", "sexual/minors"]
        case .sexualAdult: ["sexual"]
        case .hateSpeech: ["hate"]
        case .violent: ["violence"]
        case .suicideSelfHarm: ["self-harm"]
        case .illegalActs: ["illicit"]
        case .jailbreak: ["jailbreak"]
        case .pii: ["pii"]
        case .copyrightViolation: ["copyright"]
        case .unethical: ["unethical"]
        default: []
        }
    }

    /// OpenAI's thirteen, and the four of ours that it has no name for.
    static let allNames = [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
        "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
        "jailbreak", "pii", "copyright", "unethical",
    ]

    /// A verdict in OpenAI's form.
    ///
    /// - Parameter inputs: What was looked at: `text`, `image`.
    static func flags(_ verdict: ModerationVerdict, inputs: [String]) -> ModerationFlags {
        let applying = Set(names(of: verdict.category))
        var scores = Dictionary(allNames.map { ($0, 0.0) }) { $1 }
        for (category, score) in verdict.scores {
            for name in names(of: category) { scores[name] = max(scores[name] ?? 0, score.roundedForAnswer) }
        }
        var flags = ModerationFlags(
            flagged: !applying.isEmpty,
            categories: Dictionary(allNames.map { ($0, applying.contains($0)) }) { $1 }, categoryScores: scores)
        flags.categoryAppliedInputTypes = Dictionary(allNames.map { ($0, inputs) }) { $1 }
        return flags
    }
}

extension Double {
    /// A score with as many digits as mean something.
    var roundedForAnswer: Double { (self * 10_000).rounded() / 10_000 }
}
