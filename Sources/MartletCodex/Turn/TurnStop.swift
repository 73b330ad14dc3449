/// Why the caller ends a turn before its end.
enum TurnStop: Hashable, Sendable {
    /// Nobody wants the answer any more.
    case cancelled
    /// The request took longer than it may.
    case deadline(Duration)
    /// Codex was silent for longer than it may be.
    case idle(Duration)
}
