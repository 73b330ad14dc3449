import Testing

@testable import MartletCLI

struct VisibleTextTests {
    @Test(arguments: [
        ("plain Ünïcödé 日本 👋", "plain Ünïcödé 日本 👋"), ("a\nb\tc", "a\nb\tc"), ("\u{1B}[2J", #"\u{1B}[2J"#),
        ("a\rb", #"a\u{D}b"#), ("a\r\nb", "a\\u{D}\nb"), ("\u{0}\u{7F}\u{9B}", #"\u{0}\u{7F}\u{9B}"#),
        ("\u{202E}abc\u{2066}", #"\u{202E}abc\u{2066}"#), ("a\u{200B}\u{FEFF}b", #"a\u{200B}\u{FEFF}b"#),
        ("a\u{2028}b", #"a\u{2028}b"#), ("\u{E000}", #"\u{E000}"#), ("", ""),
    ])
    func `nothing moves the cursor, hides, or turns the text around`(_ text: String, _ visible: String) {
        #expect(VisibleText.of(text) == visible)
    }
}
