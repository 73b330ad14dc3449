public import MartletAPI

/// A tool call of the model, and what came of it.
public struct ToolRun: Sendable {
    /// The call, with the arguments as the model wrote them.
    public var call: ToolCall
    /// What the model is told: the result, or what went wrong. Nil when the call of the agent failed instead.
    public var content: String?
    /// What went wrong. Nil when the tool gave a result.
    public var error: ToolExecutionError?
    /// Which answer of the model asked for it, within this call of the agent, from 1.
    public var iteration: Int
    /// How often it ran: 2 when it was repeated, 0 when it could not run.
    public var attempts: Int
    /// How long it took, all attempts together.
    public var duration: Duration
}
