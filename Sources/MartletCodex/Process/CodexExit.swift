/// How a process of the Codex command line ended.
public enum CodexExit: Hashable, Sendable, CustomStringConvertible {
    /// It ended by itself with this status.
    case exited(Int32)
    /// This signal ended it.
    case signaled(Int32)

    /// In words, to follow "Codex".
    public var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signaled(9): "was killed by signal 9 (by hand, or because memory ran out)"
        case .signaled(let signal): "was ended by signal \(signal)"
        }
    }
}
