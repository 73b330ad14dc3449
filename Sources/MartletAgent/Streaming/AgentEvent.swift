/// What happens in a streamed call of an agent.
public enum AgentEvent: Sendable {
    /// The next piece of the answer's text; never empty.
    case text(String)
    /// The next piece of the model's reasoning; never empty.
    case reasoning(String)
    /// An answer of the model is complete. When it asked for tools, they run next.
    case roundFinished(AgentRound)
    /// A tool is about to run.
    case toolStarted(ToolStart)
    /// A tool has run, or could not.
    case toolFinished(ToolRun)
    /// The call is over, and the history is up to date. Always the last event.
    case reply(AgentReply)
}
