import Synchronization

/// Says on standard error how much of a known whole is done: a bar on a terminal, nothing elsewhere.
final class ProgressBar: Sendable {
    private let label: String
    private let total: Int?
    private let isShown: Bool
    private let drawn = Mutex("")

    /// - Parameters:
    ///   - label: What is done: `Importing`.
    ///   - total: How much there is to do; nil when that is not known.
    ///   - isQuiet: Show nothing at all.
    init(_ label: String, total: Int?, isQuiet: Bool) {
        self.label = label
        self.total = total
        isShown = !isQuiet && Terminal.errorIsTerminal
    }

    /// Draws the bar as it is now.
    func show(_ done: Int) {
        guard isShown else { return }
        let line = Self.line(label, done: done, total: total)
        drawn.withLock { last in
            guard line != last else { return }
            Terminal.standardError("\r\u{1B}[K\(line)")
            last = line
        }
    }

    /// Takes the bar away.
    func clear() {
        drawn.withLock { last in
            guard !last.isEmpty else { return }
            Terminal.standardError("\r\u{1B}[K")
            last = ""
        }
    }

    /// One line: `Importing [██████░░░░] 600 of 1000 (60%)`, or `Importing 600…` when the whole is not known.
    static func line(_ label: String, done: Int, total: Int?, width: Int = 30) -> String {
        guard let total, total > 0 else { return "\(label) \(done)…" }
        let part = Double(min(max(done, 0), total)) / Double(total)
        let full = Int(part * Double(width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        return "\(label) [\(bar)] \(done) of \(total) (\(Int(part * 100))%)"
    }
}
