/// A tool that ran, or that could not run.
public struct ToolEnd: Sendable {
    /// The call.
    public var start: ToolStart
    /// What the model is told: the result, or what went wrong. Nil when the call of the agent fails with ``error``.
    public var content: String?
    /// What went wrong. Nil when the tool gave a result.
    public var error: ToolExecutionError?
    /// How long it took, all attempts together.
    public var duration: Duration
    /// How often it ran: 2 when it was repeated.
    public var attempts: Int

    /// Creates a value.
    public init(
        start: ToolStart, content: String?, error: ToolExecutionError? = nil, duration: Duration, attempts: Int = 1
    ) {
        self.start = start
        self.content = content
        self.error = error
        self.duration = duration
        self.attempts = attempts
    }
}
