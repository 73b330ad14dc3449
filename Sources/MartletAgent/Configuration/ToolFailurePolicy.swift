/// What a call of the agent does when a tool gives no result.
public enum ToolFailurePolicy: String, Hashable, Sendable, CaseIterable {
    /// The call fails with a ``ToolExecutionError`` and the history is what it was before. The default.
    case raise
    /// The model is told what went wrong and goes on.
    case injectMessage = "inject_message"
    /// The tool runs once more at once; when it fails again, the model is told and goes on.
    case retryOnce = "retry_once"
}
