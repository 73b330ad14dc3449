import Testing

@testable import MartletEngine

@Suite struct LogTailTests {
    @Test func `lines are the same however the bytes are cut`() {
        let text = Array("one\n\ntwo äöü 🐦\r\nthree\nrest".utf8)
        for size in 1...text.count {
            var tail = LogTail(maximumLines: 10)
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                lines += tail.append(text[start..<min(start + size, text.count)])
            }
            #expect(lines == ["one", "two äöü 🐦", "three"])
            #expect(tail.finish() == "rest")
            #expect(tail.finish() == nil)
            #expect(tail.lines == ["one", "two äöü 🐦", "three", "rest"])
        }
    }

    @Test func `only the last lines are kept, and of a long one only its beginning`() {
        var tail = LogTail(maximumLines: 3, maximumLineBytes: 4)
        for number in 0..<1_000 { _ = tail.append("\(number) and more\n".utf8) }
        #expect(tail.lines == ["997 ", "998 ", "999 "])
    }

    @Test func `what isn't UTF-8 is repaired`() {
        var tail = LogTail(maximumLines: 3)
        #expect(tail.append([0xFF, 0x41, 0x0A]) == ["\u{FFFD}A"])
    }

    @Test func `T44 a key that turns up in the log is hidden`() {
        var tail = LogTail(maximumLines: 3, secret: "0123abcd")
        #expect(tail.append("api key: 0123abcd!\n".utf8) == ["api key: <key>!"])
    }
}
