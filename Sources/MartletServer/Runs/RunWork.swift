import MartletAPI

/// What a worker has done of a run so far.
struct RunWork: Sendable {
    var answer: RunAnswer
    var steps: [RunStep] = []
    private var messageStep: RunStep?
    /// White space that came last: it is told with the next text, and never when there is none.
    private var heldSpace = ""
    /// How many characters watchers have been told.
    private(set) var toldCharacters = 0

    init(claim: ClaimedRun) {
        answer = RunAnswer(rounds: claim.run.rounds, usage: claim.run.usage)
    }

    /// What watchers are told when more text comes. All they are told together is the text of the message, which has no
    /// white space around it.
    mutating func tell(_ text: String, of run: StoredRun, now: Int) -> [RunEvent] {
        var text = heldSpace + text
        heldSpace = ""
        if toldCharacters == 0 { text = String(text.drop(while: \.isWhitespace)) }
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else {
            heldSpace = text
            return []
        }
        heldSpace = String(text[text.index(after: last)...])
        text = String(text[...last])
        toldCharacters += text.count
        return begin(run, now: now) + [.messageText(answer.messageID, text)]
    }

    /// What watchers are told when the message begins; nothing later.
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
    mutating func end(_ message: StoredMessage, of run: StoredRun, now: Int) {
        var step = messageStep ?? RunStep.message(message.id, of: run, now: now)
        step.endedAt = now
        step.usage = answer.usage
        steps.append(step)
    }
}
