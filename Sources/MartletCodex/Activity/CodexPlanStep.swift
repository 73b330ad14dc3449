/// One step of the model's plan.
public struct CodexPlanStep: Hashable, Sendable {
    /// What is to be done.
    public var text: String
    /// `pending`, `in_progress` or `completed`.
    public var status: CodexStatus
}
