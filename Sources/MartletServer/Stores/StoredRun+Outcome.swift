import MartletAPI

extension StoredRun {
    /// What an outcome makes of a run in progress.
    ///
    /// - Returns: The message to add to the thread.
    package mutating func apply(_ outcome: RunOutcome, now: Int) -> StoredMessage? {
        switch outcome {
        case .answered(let message, let usage):
            state = message.incompleteReason == nil ? .completed : .incomplete
            if message.incompleteReason != nil { incompleteReason = "max_completion_tokens" }
            endedAt = now
            messageID = message.id
            self.usage = usage
            rounds = []
            return message
        case .failed(let failure, let usage):
            state = .failed
            endedAt = now
            self.failure = failure
            self.usage = usage
            rounds = []
        case .needsOutputs(let rounds, let attachments, let usage, let expiresAt):
            state = .requiresAction
            self.rounds = rounds
            self.attachments = attachments
            self.usage = usage
            self.expiresAt = expiresAt
        case .returned: state = .queued
        }
        return nil
    }
}
