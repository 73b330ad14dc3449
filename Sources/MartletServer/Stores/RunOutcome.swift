public import MartletAPI

/// What became of a run in a worker's hands.
public enum RunOutcome: Sendable {
    /// It is answered. A message whose ``StoredMessage/incompleteReason`` is set makes the run incomplete.
    case answered(StoredMessage, usage: CompletionUsage?)
    /// It is stopped at a limit of the run's own; with what was said until then, if anything was.
    ///
    /// - Parameter reason: `max_completion_tokens` or `max_prompt_tokens`.
    case cutShort(StoredMessage?, reason: String, usage: CompletionUsage?)
    /// It failed.
    case failed(StoredRun.Failure, usage: CompletionUsage?)
    /// The model asked for functions of the client. What it said before that is a message of its own.
    case needsOutputs(
        rounds: [ChatMessage], attachments: MessageAttachments, usage: CompletionUsage?, expiresAt: Int,
        message: StoredMessage? = nil)
    /// The worker stops before it is done: the run goes back into the queue.
    case returned

    /// What is added to the thread.
    var message: StoredMessage? {
        switch self {
        case .answered(let message, _): message
        case .cutShort(let message, _, _), .needsOutputs(_, _, _, _, let message): message
        case .failed, .returned: nil
        }
    }
}
