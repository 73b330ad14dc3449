public import MartletAPI

/// Something that Codex did or says beside the answer.
///
/// An item that takes time occurs twice: when it begins, with ``CodexStatus/inProgress``, and when it ended. Both have
/// the same id.
public enum CodexActivity: Hashable, Sendable {
    /// A command.
    case command(CodexCommand)
    /// A piece of what a running command prints; of a command that goes by the id.
    case commandOutput(id: String, String)
    /// Changes to files.
    case fileChanges(CodexFileChanges)
    /// A tool's call.
    case tool(CodexToolUse)
    /// A search of the web.
    case webSearch(CodexWebSearch)
    /// The model's plan, as it is now.
    case plan([CodexPlanStep])
    /// All changes of the turn so far, as one unified diff.
    case diff(String)
    /// A message of the model that is not part of the answer: what it says while it works.
    case message(String, phase: CodexMessagePhase?)
    /// Something is not as it should be, and the turn goes on.
    case warning(String)
    /// Codex tries again.
    case retrying(CodexRetry)
    /// The provider answers with another model.
    case modelRerouted(from: ModelID, to: ModelID)
    /// Codex asked, and this was the answer.
    case approval(CodexApprovalRequest, CodexApprovalDecision)
    /// The tokens of the turn's model calls so far.
    case usage(CodexTokenUsage)
    /// The thread's history was made shorter.
    case contextCompacted
    /// Any other item. The payload is as Codex sent it.
    case other(type: String, payload: JSONValue)
}
