/// Decides whether Codex may do something. It may take its time: the turn waits, and its timeouts run.
///
/// Its task is cancelled when the answer is no longer wanted.
public typealias CodexApprovalHandler = @Sendable (CodexApprovalRequest) async -> CodexApprovalDecision
