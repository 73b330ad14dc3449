/// How a process ended.
enum ExecExit: Hashable, Sendable {
    case exited(Int)
    case signalled(Int)
}
