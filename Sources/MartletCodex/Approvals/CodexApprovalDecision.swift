/// The answer to a ``CodexApprovalRequest``.
public enum CodexApprovalDecision: Hashable, Sendable {
    /// Do it. The command may leave the sandbox.
    case accept
    /// Do it, and everything of the kind for the rest of the thread.
    case acceptForSession
    /// Do it, and do not ask again for commands that begin with these words.
    case acceptCommands(beginningWith: [String])
    /// Do not do it; the model is told, and goes on.
    case decline
    /// Do not do it, and end the turn.
    case cancel
}
