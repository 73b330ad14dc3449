import Testing

@testable import MartletCodex

struct ErrorOutputTests {
    private let redactor = CodexRedactor(secrets: ["my-own-key-12"])

    private func output(_ text: String, limit: Int = 64 << 10, pieces: Pieces = .whole) -> ErrorOutput {
        var output = ErrorOutput(limit: limit)
        for piece in pieces.cut(Array(text.utf8)) { output.append(piece) }
        return output
    }

    @Test(arguments: Pieces.all)
    func `The end is kept, from a whole line on`(pieces: Pieces) {
        let lines = (0..<500).map { "line \($0)" }
        let text = output(lines.joined(separator: "\n"), limit: 100, pieces: pieces).text(redactor: redactor)
        #expect(text.utf8.count <= 100)
        #expect(text.hasSuffix("line 498\nline 499"))
        #expect(text.hasPrefix("line "))
    }

    @Test func `A key that the beginning would cut in two is gone altogether`() {
        let line = "key my-own-key-12 " + String(repeating: "x", count: 90)
        let text = output(line + "\nlast", limit: 100).text(redactor: redactor)
        #expect(text == "last")
    }

    @Test func `Colours, titles and control characters are gone`() {
        let text = "\u{1B}[1;31mred\u{1B}[0m \u{1B}]0;title\u{7}a\u{1B}]8;;x\u{1B}\\b\u{8}\u{1B}=c\ttab\r\nnext\u{1B}["
        #expect(output(text).text(redactor: redactor) == "red abc\ttab\nnext")
    }

    @Test func `An explanation has no notices, no backtrace and no usage`() {
        let text = """
            Reading additional input from stdin...
            WARNING: proceeding, even though we could not create PATH aliases

            Error: something is wrong
            Caused by: my-own-key-12
            Stack backtrace:
               0: main
            """
        #expect(output(text).explanation(redactor: redactor) == "Error: something is wrong\nCaused by: [redacted]")
        #expect(output("Reading prompt from stdin...\n").explanation(redactor: redactor).isEmpty)
        let long = output(String(repeating: "word ", count: 1_000)).explanation(redactor: redactor, limit: 20)
        #expect(long.count == 21 && long.hasPrefix("…"))
    }

    @Test(arguments: [
        ("key=my-own-key-12!", "key=[redacted]!"), ("Bearer abcdefgh12345", "Bearer [redacted]"),
        ("sk-proj-abcdefgh1234", "sk-[redacted]"), ("https://user:pass@host/x", "https://[redacted]@host/x"),
        ("see https://host/a@b and http://u@h", "see https://host/a@b and http://[redacted]@h"),
        ("mail me@example.org", "mail me@example.org"),
    ])
    func `Secrets are taken out`(text: String, expected: String) {
        #expect(redactor.redact(text) == expected)
    }
}
