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
        case .cutShort(let message, let reason, let usage):
            state = .incomplete
            incompleteReason = reason
            endedAt = now
            messageID = message?.id
            self.usage = usage
            rounds = []
            return message
        case .failed(let failure, let usage):
            state = .failed
            endedAt = now
            self.failure = failure
            self.usage = usage
            rounds = []
        case .needsOutputs(let rounds, let attachments, let usage, let expiresAt, let message):
            state = .requiresAction
            self.rounds = rounds
            self.attachments = attachments
            self.usage = usage
            self.expiresAt = expiresAt
            return message
        case .returned: state = .queued
        }
        return nil
    }
}
