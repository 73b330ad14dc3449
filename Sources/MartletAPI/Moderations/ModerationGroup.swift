/// How serious a ``ModerationCategory`` is. Groups compare by that: `allowed < warning < critical`.
public enum ModerationGroup: String, CaseIterable, Comparable, Codable, Sendable {
    /// Nothing to do.
    case allowed
    /// To be looked at.
    case warning
    /// To be stopped.
    case critical

    public static func < (left: ModerationGroup, right: ModerationGroup) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .allowed: 0
        case .warning: 1
        case .critical: 2
        }
    }
}
