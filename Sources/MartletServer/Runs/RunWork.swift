import MartletAPI

/// What a worker has done of a run so far.
struct RunWork: Sendable {
    var answer: RunAnswer
    var steps: [RunStep] = []
    private var messageStep: RunStep?

    init(claim: ClaimedRun) {
        answer = RunAnswer(rounds: claim.run.rounds, usage: claim.run.usage)
    }

    /// Whether watchers have been told of some text.
    var hasBegun: Bool { messageStep != nil }

    /// What watchers are told when the first text comes; nothing later.
    mutating func begin(_ run: StoredRun, now: Int) -> [RunEvent] {
        guard messageStep == nil else { return [] }
        let step = RunStep.message(answer.messageID, of: run, now: now)
        messageStep = step
        var message = answer.message(of: run, attachments: MessageAttachments(), incompleteReason: nil, now: now)
        message.content = []
        message.reasoning = nil
        return [.step(step), .messageBegan(message)]
    }

    /// Ends the step of the message.
    mutating func end(_ message: StoredMessage, now: Int) {
        var step =
            messageStep
            ?? RunStep(
                id: Identifier.make("step"), runID: message.runID ?? "", createdAt: now,
                details: RunStep.details(of: message.id))
        step.endedAt = now
        step.usage = answer.usage
        steps.append(step)
    }
}
