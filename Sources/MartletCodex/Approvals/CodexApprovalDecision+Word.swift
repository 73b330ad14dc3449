extension CodexApprovalDecision {
    /// The decision as Codex calls it.
    public var word: String {
        switch self {
        case .accept: "accept"
        case .acceptForSession: "acceptForSession"
        case .acceptCommands: "acceptWithExecpolicyAmendment"
        case .decline: "decline"
        case .cancel: "cancel"
        }
    }
}
