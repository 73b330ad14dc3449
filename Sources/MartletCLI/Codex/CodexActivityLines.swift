import MartletAPI
import MartletCodex
import Synchronization

/// What Codex does beside its answer, in lines for a person. A warning is told once: Codex repeats it for each thread.
struct CodexActivityLines: Sendable {
    /// Whether everything is told, and not only what matters.
    var isVerbose = false

    /// The warnings that were told.
    private let told = ToldWarnings()

    init(isVerbose: Bool = false) {
        self.isVerbose = isVerbose
    }

    /// How many lines of a command's output are shown, the last ones.
    private static let outputLines = 10

    /// The lines for something that happens; none for what is not worth one.
    func lines(_ activity: CodexActivity) -> [String] {
        switch activity {
        case .command(let command): self.command(command)
        case .commandOutput: []
        case .fileChanges(let changes): fileChanges(changes)
        case .tool(let use): tool(use)
        case .webSearch(let search): search.query.isEmpty ? [] : ["search: \(line(search.query))"]
        case .plan(let steps): plan(steps)
        case .diff(let diff): isVerbose ? text(diff) : []
        case .message(let message, _): text(message)
        case .warning(let warning):
            (isVerbose || !Self.isUsual(warning)) && told.insert(warning) ? ["! \(line(warning))"] : []
        case .retrying(let retry): ["! trying again: \(line(retry.message))"]
        case .modelRerouted(let from, let to): ["! \(line(to.rawValue)) answers instead of \(line(from.rawValue))"]
        case .approval(_, let decision): [Self.word(for: decision)]
        case .usage: []
        case .contextCompacted: ["! what was said earlier was made shorter"]
        case .other(let type, _): isVerbose ? ["(\(line(type)))"] : []
        }
    }

    /// Codex says so of every model that is not OpenAI's, which whoever has a service of their own knows.
    private static func isUsual(_ warning: String) -> Bool { warning.hasPrefix("Model metadata for ") }

    private func command(_ command: CodexCommand) -> [String] {
        if command.status == .inProgress { return ["$ \(line(Self.unwrapped(command.command)))"] }
        var output = text(command.output)
        if !isVerbose, output.count > Self.outputLines {
            let hidden = output.count - Self.outputLines
            output = ["(\(hidden) more lines)"] + output.suffix(Self.outputLines)
        }
        var lines = output.map { "  " + $0 }
        if command.status == .declined {
            lines.append("  declined: \(line(Self.unwrapped(command.command)))")
        } else if let code = command.exitCode, code != 0 {
            lines.append("  exit code \(code)")
        } else if command.status == .failed {
            lines.append("  failed")
        }
        return lines
    }

    private func fileChanges(_ changes: CodexFileChanges) -> [String] {
        guard changes.status != .inProgress else { return [] }
        let end = changes.status == .completed ? "" : " (\(line(changes.status.rawValue)))"
        return changes.changes.map { change in
            let moved = change.movedTo.map { " → \(line($0))" } ?? ""
            return "\(line(change.kind)) \(line(change.path))\(moved)\(end)"
        }
    }

    private func tool(_ use: CodexToolUse) -> [String] {
        let name = line((use.server.map { $0 + "." } ?? "") + use.tool)
        if use.status == .inProgress { return ["→ \(name)(\(line((try? use.arguments.jsonText()) ?? "")))"] }
        if let error = use.error { return ["  \(name) failed: \(line(error))"] }
        return use.status == .completed ? [] : ["  \(name): \(line(use.status.rawValue))"]
    }

    private func plan(_ steps: [CodexPlanStep]) -> [String] {
        steps.map { step in
            let mark =
                switch step.status {
                case .completed: "x"
                case .inProgress: ">"
                default: " "
                }
            return "[\(mark)] \(line(step.text))"
        }
    }

    private static func word(for decision: CodexApprovalDecision) -> String {
        switch decision {
        case .accept: "  allowed"
        case .acceptForSession: "  allowed for the session"
        case .acceptCommands: "  allowed, as all commands of the kind"
        case .decline: "  not allowed"
        case .cancel: "  not allowed; the turn ends"
        }
    }

    /// The command itself, without the shell that it is given to: `/bin/bash -lc '…'`.
    static func unwrapped(_ command: String) -> String {
        let words = command.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, ["-lc", "-c"].contains(words[1]),
            ["bash", "sh", "zsh"].contains(words[0].split(separator: "/").last ?? "")
        else { return command }
        guard words[2].count >= 2, words[2].hasPrefix("'"), words[2].hasSuffix("'") else {
            // One word needs no quotes; anything else is shown as it is.
            return words[2].contains(where: { " \"'\\".contains($0) }) ? command : String(words[2])
        }
        return String(words[2].dropFirst().dropLast()).replacing(#"'"'"'"#, with: "'").replacing(#"'\''"#, with: "'")
    }

    /// A text on one line.
    private func line(_ text: some StringProtocol) -> String {
        VisibleText.of(text.split(whereSeparator: \.isNewline).joined(separator: "⏎ "))
    }

    /// The lines of a text.
    private func text(_ text: String) -> [String] {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
            VisibleText.of(String($0))
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}

/// Remembers which warnings were told.
private final class ToldWarnings: Sendable {
    private let texts = Mutex<Set<String>>([])

    /// Whether the warning is new.
    func insert(_ text: String) -> Bool { texts.withLock { $0.insert(text).inserted } }
}
