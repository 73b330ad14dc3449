import MartletAPI
import Testing

@Suite struct ToolOutputLimitTests {
    private func output(_ text: String, limit: Int) async throws -> String {
        try await Toolbox([Tool("t") { text }], limits: ToolLimits(outputBytes: limit)).call(ToolboxTests.call("t"))
    }

    @Test(
        arguments: [
            ("", 1, nil), ("abc", 3, nil), ("abcd", 3, "abc"), ("aé", 3, nil), ("aé", 2, "a"), ("é", 1, ""),
            ("€", 2, ""),
            ("a😀b", 5, "a😀"), ("a😀b", 4, "a"), ("a😀b", 2, "a"), ("a\r\nb", 2, "a\r"), ("e\u{301}", 2, "e"),
        ] as [(String, Int, String?)])
    func `T36 output that is too long is cut between two characters, and says so`(
        text: String, limit: Int, kept: String?
    ) async throws {
        let expected = kept.map {
            "\($0)\n[The output is cut here, after \($0.utf8.count) of \(text.utf8.count) bytes.]"
        }
        #expect(try await Array(output(text, limit: limit).utf8) == Array((expected ?? text).utf8))
    }

    @Test func `T36 huge output is cut at 256 KiB`() async throws {
        let huge = Tool("huge") { String(repeating: "abcdefgh", count: 8 << 20) }
        let output = try await Toolbox([huge]).call(ToolboxTests.call("huge"))
        #expect(output.utf8.count < 262_144 + 100)
        #expect(output.hasSuffix("\n[The output is cut here, after 262144 of 67108864 bytes.]"))
    }
}
