import MartletAPI

/// What a run has said so far, over all rounds of tools.
struct RunAnswer: Sendable {
    var messageID = MessageID(rawValue: Identifier.make("msg"))
    private(set) var text = ""
    private(set) var reasoning = ""
    var usage: CompletionUsage?

    /// Goes on from the rounds of an earlier attempt.
    init(rounds: [ChatMessage], usage: CompletionUsage?) {
        self.usage = usage
        for round in rounds where round.role == .assistant {
            add(round.text)
            addReasoning(round.reasoningText ?? "")
        }
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
