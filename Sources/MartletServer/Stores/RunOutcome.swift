public import MartletAPI

/// What became of a run in a worker's hands.
public enum RunOutcome: Sendable {
    /// It is answered. A message whose ``StoredMessage/incompleteReason`` is set makes the run incomplete.
    case answered(StoredMessage, usage: CompletionUsage?)
    /// It failed.
    case failed(StoredRun.Failure, usage: CompletionUsage?)
    /// The model asked for functions of the client.
    case needsOutputs(rounds: [ChatMessage], attachments: MessageAttachments, usage: CompletionUsage?, expiresAt: Int)
    /// The worker stops before it is done: the run goes back into the queue.
    case returned
}
