public import MartletAPI

/// One answer of the model within a call of an agent.
public struct AgentRound: Sendable, Hashable {
    /// Its text.
    public var text: String
    /// The tools that it asked for.
    public var toolCalls: [ToolCall]
    /// Why it ended.
    public var finishReason: FinishReason?
    /// What it cost, when the platform says so.
    public var usage: CompletionUsage?
    /// From sending the request to the answer's end; of a stream without the time that its reader took.
    public var latency: Duration
    /// Of a stream, from sending the request to the first piece of the answer.
    public var timeToFirstToken: Duration?
    /// How often the request was repeated after failures.
    public var retries: Int
}
