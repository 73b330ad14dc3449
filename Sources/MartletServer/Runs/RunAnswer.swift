import MartletAPI

/// What a run has said so far, over all rounds of the platform's tools.
struct RunAnswer: Sendable {
    var messageID = MessageID(rawValue: Identifier.make("msg"))
    private(set) var text = ""
    private(set) var reasoning = ""
    var usage: CompletionUsage?

    /// Goes on from the rounds of an earlier attempt, whose text is in a message of its own.
    init(rounds: [ChatMessage], usage: CompletionUsage?) {
        self.usage = usage
        for round in rounds where round.role == .assistant { addReasoning(round.reasoningText ?? "") }
    }

    /// What one answer adds to the text: behind a blank line when something was said before.
    func addition(_ text: String) -> String {
        text.isEmpty || self.text.isEmpty ? text : "\n\n" + text
    }

    mutating func add(_ text: String) { self.text += addition(text) }

    mutating func addReasoning(_ reasoning: String) {
        guard !reasoning.isEmpty else { return }
        self.reasoning += (self.reasoning.isEmpty ? "" : "\n\n") + reasoning
    }

    mutating func addUsage(_ added: CompletionUsage?) {
        guard let added else { return }
        usage = (usage ?? CompletionUsage(promptTokens: 0, completionTokens: 0, totalTokens: 0)).adding(added)
    }

    /// What was said before the model asked for functions of the client; nil when that was nothing. The reasoning goes
    /// to the answer.
    func messageBeforeOutputs(of run: StoredRun, now: Int) -> StoredMessage? {
        guard !text.allSatisfy(\.isWhitespace) else { return nil }
        var message = message(of: run, attachments: MessageAttachments(), incompleteReason: nil, now: now)
        message.reasoning = nil
        return message
    }

    /// PixiGPT: "`content` and `reasoning_content` both whitespace-trimmed".
    func message(
        of run: StoredRun, attachments: MessageAttachments, incompleteReason: String?, now: Int
    ) -> StoredMessage {
        let reasoning = self.reasoning.trimmingWhitespace()
        return StoredMessage(
            id: messageID, threadID: run.threadID, createdAt: now, role: .assistant,
            content: [StoredMessage.text(text.trimmingWhitespace())], reasoning: reasoning.isEmpty ? nil : reasoning,
            attachments: attachments, assistantID: run.assistantID, runID: run.id, incompleteReason: incompleteReason)
    }
}
