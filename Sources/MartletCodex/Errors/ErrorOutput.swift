/// The end of what a process prints on its standard error.
struct ErrorOutput: Sendable {
    /// How much is kept, in bytes. Default 64 KiB.
    let limit: Int
    private var bytes: [UInt8] = []
    private var isCut = false

    init(limit: Int = 64 << 10) {
        self.limit = max(1, limit)
    }

    /// Adds output.
    mutating func append(_ new: some Sequence<UInt8>) {
        bytes.append(contentsOf: new)
        // Not at each piece: moving the rest to the front costs as much as there is.
        if bytes.count >= limit * 2 { cut() }
    }

    private mutating func cut() {
        guard bytes.count > limit else { return }
        bytes.removeFirst(bytes.count - limit)
        isCut = true
    }

    /// The last lines, without colours and keys. A first line that was cut is left out: a key may have been cut too.
    func text(redactor: CodexRedactor) -> String {
        redactor.redact(lines.joined(separator: "\n"))
    }

    /// The lines that say something about a failure: without notices, traces and usage hints. Empty when there are
    /// none.
    ///
    /// - Parameter limit: The longest explanation, in characters; of a longer one the end is kept.
    func explanation(redactor: CodexRedactor, limit: Int = 2_000) -> String {
        var kept: [String] = []
        for line in lines {
            // What follows is addresses, and how the program is called.
            if line.hasPrefix("Stack backtrace") || line.hasPrefix("Usage: ") { break }
            if !Self.isNotice(line) { kept.append(line) }
        }
        let text = redactor.redact(kept.joined(separator: "\n"))
        return text.count > limit ? "…" + text.suffix(limit) : text
    }

    /// The lines that are not blank, without colours.
    private var lines: [String] {
        var whole = bytes[...]
        if isCut || whole.count > limit {
            whole = whole.suffix(limit)
            whole = whole.drop { $0 != UInt8(ascii: "\n") }
        }
        return ANSIText.plain(String(decoding: whole, as: UTF8.self))
            .split(whereSeparator: \.isNewline)
            .filter { !$0.allSatisfy(\.isWhitespace) }
            .map { line in String(line.reversed().drop(while: \.isWhitespace).reversed()) }
    }

    private static func isNotice(_ line: String) -> Bool {
        [
            "WARNING: proceeding", "Reading additional input from stdin", "Reading prompt from stdin",
            "For more information, try",
        ]
        .contains { line.hasPrefix($0) }
    }
}
