import Dispatch
import Foundation
import Synchronization

/// Reads lines from a person: with editing and history on a terminal, plainly elsewhere.
final class LineInput: Sendable {
    private let history: Mutex<[String]>
    private let file: String?
    /// How many lines are kept from one session to the next.
    private static let historyLimit = 1_000

    /// - Parameter file: Where earlier lines are kept, readable by their owner only; nil to keep them for this session.
    init(file: String?) {
        self.file = file
        let lines = file.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
        history = Mutex(lines.split(separator: "\n").map(String.init))
    }

    /// The next line without its end; nil at the end of the input.
    ///
    /// - Parameter prompt: Written to standard error, so that standard output is the answers alone.
    func read(prompt: String) async -> String? {
        let history = self.history.withLock { $0 }
        let line = await withCheckedContinuation { continuation in
            // A thread of Dispatch's, which may block.
            DispatchQueue.global().async {
                continuation.resume(returning: Self.readNow(prompt: prompt, history: history))
            }
        }
        if let line { remember(line) }
        return line
    }

    private static func readNow(prompt: String, history: [String]) -> String? {
        guard Terminal.errorIsTerminal, let mode = RawMode() else {
            Terminal.standardError(prompt)
            let line = readLine(strippingNewline: true)
            if line == nil { Terminal.standardError("\n") }
            return line
        }
        defer { mode.restore() }
        var decoder = KeyDecoder()
        var editor = LineEditor(history: history)
        var view = LineView(prompt: prompt, columns: RawMode.columns)
        Terminal.standardError(view.draw(editor))
        while let bytes = mode.read() {
            for key in decoder.decode(bytes) {
                switch editor.handle(key) {
                case .editing: continue
                case .submitted(let line):
                    Terminal.standardError(view.finish(editor))
                    return line
                case .abandoned:
                    Terminal.standardError(view.finish(editor) + "(Ctrl-D ends)\r\n")
                    editor = LineEditor(history: history)
                    view = LineView(prompt: prompt, columns: RawMode.columns)
                case .ended:
                    Terminal.standardError(view.finish(editor))
                    return nil
                }
            }
            Terminal.standardError(view.draw(editor))
        }
        return nil
    }

    private func remember(_ line: String) {
        guard !line.allSatisfy(\.isWhitespace) else { return }
        let lines = history.withLock { history in
            if history.last != line { history.append(line) }
            history = history.suffix(Self.historyLimit)
            return history
        }
        guard let file else { return }
        // A history that cannot be kept is not worth ending a conversation for.
        let data = Data((lines.joined(separator: "\n") + "\n").utf8)
        guard FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            return
        }
        try? data.write(to: URL(fileURLWithPath: file))
    }
}
