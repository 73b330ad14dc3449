import Martlet
import MartletAPI
import MartletAgent

/// Shows what an agent does: its words on standard output, everything else on standard error.
struct AgentScreen {
    let showsReasoning: Bool
    let showsUsage: Bool
    /// Whether words stand in a line that is not over.
    private(set) var isInLine = false
    private var isInReasoning = false

    /// How much of a tool's arguments and results is shown, in characters.
    private static let shownCharacters = 300

    init(showsReasoning: Bool, showsUsage: Bool) {
        self.showsReasoning = showsReasoning
        self.showsUsage = showsUsage
    }

    /// - Throws: ``Terminal/BrokenPipe``.
    mutating func show(_ event: AgentEvent) throws {
        switch event {
        case .text(let text):
            if isInReasoning {
                Terminal.standardError("\n\n")
                isInReasoning = false
            }
            try Terminal.write(text)
            isInLine = !text.hasSuffix("\n")
        case .reasoning(let text):
            guard showsReasoning else { return }
            try endLine()
            Terminal.standardError(text)
            isInReasoning = true
        case .roundFinished: return
        case .toolStarted(let start):
            try endLine()
            Terminal.standardError("→ \(start.name)(\(Self.line(start.arguments)))\n")
        case .toolFinished(let run):
            try endLine()
            Terminal.standardError(Self.text(run) + "\n")
        case .reply(let reply):
            try endLine()
            for note in Self.notes(on: reply) { Terminal.standardError("martlet: \(note)\n") }
            if showsUsage { Terminal.standardError(Self.usage(of: reply) + "\n") }
        }
    }

    /// Ends the line in which words stand.
    mutating func endLine() throws {
        if isInReasoning { Terminal.standardError("\n") }
        isInReasoning = false
        if isInLine { try Terminal.write("\n") }
        isInLine = false
    }

    // MARK: Texts

    /// A tool that ran: its result or what went wrong, and how long it took.
    static func text(_ run: ToolRun) -> String {
        text(run.call.function.name, run.content, run.error, run.duration, run.attempts)
    }

    /// The same, as a callback is told.
    static func text(_ end: ToolEnd) -> String {
        text(end.start.name, end.content, end.error, end.duration, end.attempts)
    }

    private static func text(
        _ name: String, _ content: String?, _ error: ToolExecutionError?, _ duration: Duration, _ attempts: Int
    ) -> String {
        let again = attempts > 1 ? ", \(attempts) attempts" : ""
        let result = error.map { "✗ \(name): \(line($0.error))" } ?? "← \(name): \(line(content ?? ""))"
        return "\(result) (\(duration.rounded) s\(again))"
    }

    /// A text in one line, with its beginning only when it is long, and nothing in it that would move the cursor.
    static func line(_ text: String) -> String {
        let clean = text.unicodeScalars.prefix(shownCharacters + 1).map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        if clean.count > shownCharacters { return String(clean.prefix(shownCharacters)) + "…" }
        return clean.lastIndex { !$0.isWhitespace }.map { String(clean[...$0]) } ?? ""
    }

    private static func notes(on reply: AgentReply) -> [String] {
        var notes: [String] = []
        if let refusal = reply.refusal { notes.append("the model refuses: \(refusal)") }
        switch reply.finishReason {
        case .length?: notes.append("the answer was cut off at the token limit")
        case .contentFilter?: notes.append("the answer was cut off by a filter")
        default: break
        }
        if reply.hitToolLimit { notes.append("the model still calls tools; --max-tool-iterations lets it go on") }
        return notes
    }

    private static func usage(of reply: AgentReply) -> String {
        var facts: [String] = []
        if let usage = reply.usage {
            facts.append("\(usage.promptTokens) prompt + \(usage.completionTokens) answer tokens")
        }
        if !reply.toolRuns.isEmpty { facts.append("\(reply.toolRuns.count) tools") }
        facts.append("\(reply.duration.rounded) s")
        if let model = reply.model { facts.append("\(model)") }
        return "[\(facts.joined(separator: ", "))]"
    }

    /// The statistics of an agent in one line.
    static func text(_ stats: UsageStats) -> String {
        var facts = ["\(stats.totalRequests) requests" + (stats.errors > 0 ? " (\(stats.errors) failed)" : "")]
        let estimated = stats.estimatedTokens > 0 ? " (\(stats.estimatedTokens) estimated)" : ""
        facts.append("\(stats.promptTokens) prompt + \(stats.completionTokens) answer tokens\(estimated)")
        if stats.reasoningTokens > 0 { facts.append("\(stats.reasoningTokens) of them reasoning") }
        if stats.retries > 0 { facts.append("\(stats.retries) retries") }
        facts.append("\(Duration.seconds(stats.averageLatency).rounded) s on average")
        if let first = stats.averageTimeToFirstToken {
            facts.append("\(Duration.seconds(first).rounded) s to the first word")
        }
        return "[\(facts.joined(separator: ", "))]"
    }
}

extension Duration {
    /// In seconds with two decimals.
    fileprivate var rounded: Double {
        let (seconds, attoseconds) = components
        return ((Double(seconds) + Double(attoseconds) / 1e18) * 100).rounded() / 100
    }
}
