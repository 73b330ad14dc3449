/// What a score says in words. PixiGPT: 1.00 is a perfect match, from 0.90 very strong, from 0.70 strong, from 0.50
/// moderate, below that weak.
public enum ModerationConfidence: String, CaseIterable, Comparable, Sendable {
    case weak = "weak"
    case moderate = "moderate"
    case strong = "strong"
    case veryStrong = "very strong"
    case perfectMatch = "perfect match"

    /// The word for a score of 0 to 1. The table has scores of two digits, and so 0.699 is less than 0.70.
    public init(score: Double) {
        switch score {
        case 1...: self = .perfectMatch
        case 0.9...: self = .veryStrong
        case 0.7...: self = .strong
        case 0.5...: self = .moderate
        default: self = .weak
        }
    }

    public static func < (left: ModerationConfidence, right: ModerationConfidence) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}
