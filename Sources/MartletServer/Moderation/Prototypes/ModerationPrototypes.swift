import MartletAPI

/// Labelled texts by which ``PrototypeClassifier`` tells others.
///
/// None of them, and nothing close to one of them, is in the labelled set of the benchmark
/// (`Benchmarks/moderation/labelled.jsonl`): that would make its figures worthless.
enum ModerationPrototypes {
    /// All of them by category.
    static let all: [(category: ModerationCategory, texts: [String])] = [
        (.underageSexual, underageSexual),
        (.jailbreak, jailbreak),
        (.suicideSelfHarm, suicideSelfHarm),
        (.pii, pii),
        (.copyrightViolation, copyrightViolation),
        (.violent, violent),
        (.illegalActs, illegalActs),
        (.unethical, unethical),
        (.hateSpeech, hateSpeech),
        (.sexualAdult, sexualAdult),
        (.safe, safe),
    ]
}
