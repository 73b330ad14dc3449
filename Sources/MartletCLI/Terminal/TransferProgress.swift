import Martlet
import Synchronization

/// Says on standard error how far an upload or a download has come: with a bar on a terminal, a plain line now and then
/// elsewhere.
final class TransferProgress: Sendable {
    private struct State {
        var line: TransferLine
        var shownAt: Duration?
    }

    private let isQuiet: Bool
    private let isTerminal = Terminal.errorIsTerminal
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    /// How often a terminal's line is drawn anew, and how often a plain one is written.
    private static let drawingInterval = Duration.milliseconds(100)
    private static let plainInterval = Duration.seconds(5)

    init(_ what: String, isQuiet: Bool) {
        self.isQuiet = isQuiet
        state = Mutex(State(line: TransferLine(what)))
    }

    /// Runs `body`, which says how far it has come, and takes the line away afterwards.
    func during<Result>(
        _ body: (@escaping @Sendable (FileProgress) -> Void) async throws -> Result
    ) async throws -> Result {
        defer { if !isQuiet, isTerminal { Terminal.standardError("\r\u{1B}[K") } }
        return try await body { self.note($0) }
    }

    private func note(_ progress: FileProgress) {
        if isQuiet { return }
        let elapsed = ContinuousClock.now - start
        let text: String? = state.withLock { state in
            state.line.note(progress, elapsed: elapsed)
            // Whoever waits less than the interval elsewhere than at a terminal needs no word.
            let due = state.shownAt.map { $0 + interval } ?? (isTerminal ? .zero : interval)
            guard elapsed >= due || isTerminal && progress.bytes == progress.total else { return nil }
            state.shownAt = elapsed
            return state.line.text
        }
        guard let text else { return }
        Terminal.standardError(isTerminal ? "\r\(text)\u{1B}[K" : "\(text)\n")
    }

    private var interval: Duration { isTerminal ? Self.drawingInterval : Self.plainInterval }
}

extension OutputOptions {
    /// The progress of an upload or a download; none with `--quiet` and `--json`.
    ///
    /// - Parameters:
    ///   - verb: Such as `Uploading`.
    ///   - path: The file, of which the name is shown.
    func transfer(_ verb: String, _ path: String) -> TransferProgress {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return TransferProgress("\(verb) \(Table.cell(name, limit: 24))", isQuiet: quiet || json)
    }
}
