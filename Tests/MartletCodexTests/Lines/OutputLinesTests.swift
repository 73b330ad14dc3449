import Testing

@testable import MartletCodex

struct OutputLinesTests {
    private func lines(_ text: String, limit: Int = 100, pieces: Pieces) -> [OutputLines.Line] {
        var lines = OutputLines(limit: limit)
        var result: [OutputLines.Line] = []
        for piece in pieces.cut(Array(text.utf8)) {
            lines.append(piece)
            result += lines.next()
        }
        return result + lines.finish()
    }

    @Test(arguments: Pieces.all)
    func `Lines end at a line feed alone, wherever the output is cut`(pieces: Pieces) {
        let text = "one\r\n\n  \ntwo\u{2028}still two\u{B}\n\rthree"
        let expected = ["one", "two\u{2028}still two\u{B}", "\rthree"].map { OutputLines.Line.text(Array($0.utf8)) }
        #expect(lines(text, pieces: pieces) == expected)
    }

    @Test(arguments: Pieces.all)
    func `T76 a line beyond the limit is passed over, and the next one is read`(pieces: Pieces) {
        let long = String(repeating: "x", count: 5_000)
        let found = lines("a\n\(long)\nb\n\(long)", limit: 10, pieces: pieces)
        #expect(found.count == 4)
        #expect(found[0] == .text([UInt8(ascii: "a")]))
        #expect(found[2] == .text([UInt8(ascii: "b")]))
        for index in [1, 3] {
            guard case .tooLong(let prefix) = found[index] else {
                Issue.record("A long line was handed out.")
                continue
            }
            #expect(!prefix.isEmpty && prefix.count <= 4_096)
        }
    }

    @Test(arguments: Pieces.all)
    func `A line that is exactly as long as the limit is whole`(pieces: Pieces) {
        #expect(lines("12345\n", limit: 5, pieces: pieces) == [.text(Array("12345".utf8))])
    }

    @Test func `Nothing is left of an output that ends with a line end`() {
        #expect(lines("", pieces: .whole).isEmpty)
        #expect(lines("\n\n", pieces: .whole).isEmpty)
    }
}
