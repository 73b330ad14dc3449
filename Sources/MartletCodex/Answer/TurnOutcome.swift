import MartletAPI

/// What a turn brought.
struct TurnOutcome: Hashable, Sendable {
    var threadID: CodexThreadID?
    var turnID: CodexTurnID?
    /// The model that answered in the end.
    var model: ModelID?
    /// The answer. The contents of the chunks that were handed out, put together, are the same.
    var text = ""
    /// The reasoning: summaries, or else the raw text.
    var reasoning: String?
    /// Calls of tools that the caller has to answer.
    var toolCalls: [ToolCall] = []
    var finishReason: FinishReason?
    /// What the turn's model calls took; nil when the provider did not say, or the turn was cut off before it did.
    var usage: CodexTokenUsage?
    /// What happened beside the answer, the last state of each item, up to a limit.
    var activities: [CodexActivity] = []
    var warnings: [String] = []
    /// All changes as one unified diff.
    var diff: String?
    var duration: Duration?
}
