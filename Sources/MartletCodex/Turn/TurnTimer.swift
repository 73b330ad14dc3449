/// A wait of a turn's machine; whoever drives it has the clock.
enum TurnTimer: Hashable, Sendable {
    /// For more calls of tools.
    case moreToolCalls
    /// For the end of a turn that was interrupted, or of a process that has nothing more to do.
    case end
}
