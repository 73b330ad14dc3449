import MartletAPI
import MartletCodex

/// Asks a person about what Codex wants to do, one thing after the other.
actor CodexApprovals {
    private let ask: @Sendable (String) async -> String?
    /// The question that is asked now.
    private var last: Task<CodexApprovalDecision, Never>?
    /// How often an answer that says neither yes nor no is asked for again before it counts as no.
    private static let attempts = 3

    /// - Parameter ask: Shows a text and gives what was answered; nil when there is no answer.
    init(ask: @escaping @Sendable (String) async -> String? = TerminalQuestion.ask) {
        self.ask = ask
    }

    /// What the person decides.
    func decide(_ request: CodexApprovalRequest) async -> CodexApprovalDecision {
        let previous = last
        // Awaited below; a task of its own so that the next question can wait for it.
        let task = Task { [ask] in
            _ = await previous?.value
            return Task.isCancelled ? .cancel : await Self.decide(request, ask)
        }
        last = task
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private static func decide(
        _ request: CodexApprovalRequest, _ ask: @Sendable (String) async -> String?
    ) async -> CodexApprovalDecision {
        var question = question(request)
        for _ in 0..<attempts {
            guard let answer = await ask(question) else { break }
            if let decision = decision(answer) { return decision }
            question = choices
        }
        // Whoever does not say yes means no.
        return Task.isCancelled ? .cancel : .decline
    }

    private static let choices = "Allow it? [y]es, [n]o, for the whole [s]ession, [c]ancel the turn: "

    /// What is asked, with everything that is to be done shown in full.
    static func question(_ request: CodexApprovalRequest) -> String {
        var lines: [String] = []
        switch request.subject {
        case .command(let command, let directory):
            // A command that was accepted runs, or runs again, outside of the sandbox, whatever was asked.
            lines.append("Codex wants to run a command, with full access:")
            lines.append(indented(command))
            if let directory { lines.append("In: \(VisibleText.of(directory))") }
        case .fileChange(let changes, let root):
            lines.append("Codex wants to change files:")
            for change in changes {
                lines.append(indented("\(change.kind) \(change.path)" + (change.movedTo.map { " → \($0)" } ?? "")))
                if let diff = change.diff { lines.append(indented(diff, by: 4)) }
            }
            if changes.isEmpty { lines.append(indented("(it does not say which)")) }
            if let root { lines.append("And to write below \(VisibleText.of(root)) for the whole session.") }
        case .permissions(let permissions):
            lines.append("Codex wants these permissions for the rest of the turn:")
            lines.append(indented((try? permissions.jsonText()) ?? "(they cannot be shown)"))
        }
        if let reason = request.reason { lines.append("Why: \(VisibleText.of(reason))") }
        return "\n" + lines.joined(separator: "\n") + "\n" + choices
    }

    /// What an answer means; nil when it means nothing.
    static func decision(_ answer: String) -> CodexApprovalDecision? {
        switch answer.lowercased().filter({ !$0.isWhitespace }) {
        case "y", "yes": .accept
        case "n", "no": .decline
        case "s", "session": .acceptForSession
        case "c", "cancel": .cancel
        default: nil
        }
    }

    private static func indented(_ text: String, by spaces: Int = 2) -> String {
        VisibleText.of(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(repeating: " ", count: spaces) + $0 }.joined(separator: "\n")
    }
}
