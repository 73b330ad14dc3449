public import MartletAPI

/// All that came of one call of an agent.
public struct AgentReply: Sendable {
    /// The text of the last answer's first choice; empty when it has none.
    public var text: String
    /// The reasoning of the last answer, when the model or the platform separates it. It is not part of the history.
    public var reasoning: String?
    /// Why the model refuses, when it does. Not part of the history either.
    public var refusal: String?
    /// All choices of the last answer: more than one with `n`.
    public var choices: [ChatCompletionChoice]
    /// Why the last answer ended.
    public var finishReason: FinishReason?
    /// The model that answered, as the platform names it.
    public var model: ModelID?
    /// The answers of the model one by one, the last included.
    public var rounds: [AgentRound]
    /// The tools that ran, or that the model asked for and could not run, in order.
    public var toolRuns: [ToolRun]
    /// Whether the model may have wanted to go on: as many of its answers asked for tools as may be acted upon. The last
    /// tools did run, and what they said is in ``messages``; the model reads it with the next call.
    public var hitToolLimit: Bool
    /// What the call said and heard: the user's message first, then answers and tools. In the history too unless the call
    /// said `addToHistory: false`.
    public var messages: [ChatMessage]
    /// How long the call took, tools and, of a stream, its reader included.
    public var duration: Duration

    /// The tool calls that the last answer asks for and nobody has answered: with `autoExecuteTools: false`. Answer each
    /// with a message of role `tool` before the next call.
    public var pendingToolCalls: [ToolCall] {
        guard let last = messages.last, last.role == .assistant else { return [] }
        return last.toolCalls ?? []
    }

    /// What all answers cost together. Nil when no platform said so.
    public var usage: CompletionUsage? {
        let counted = rounds.compactMap(\.usage)
        guard let first = counted.first else { return nil }
        return counted.dropFirst().reduce(first) { $0.together(with: $1) }
    }

    /// From the beginning of the first request to the first piece of its answer, of a stream.
    public var timeToFirstToken: Duration? { rounds.first?.timeToFirstToken }

    /// How often requests were repeated after failures.
    public var retries: Int { rounds.reduce(0) { $0 + $1.retries } }
}
