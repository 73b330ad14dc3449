import MartletAPI
import Testing

@testable import MartletServer

struct TextChunksTests {
    private static func chunks(_ text: String, size: Int, overlap: Int = 0) -> [TextChunks.Chunk] {
        var chunks = TextChunks(text)
        var made: [TextChunks.Chunk] = []
        while let chunk = chunks.next(size: size, overlap: overlap) { made.append(chunk) }
        return made
    }

    @Test(arguments: [
        // Paragraphs before lines and sentences, these before words.
        (
            "One two three four five six seven eight.\n\nNine ten eleven twelve. Thirteen fourteen fifteen.", 16,
            ["One two three four five six seven eight.", "Nine ten eleven twelve. Thirteen fourteen fifteen."]
        ),
        (
            "aa bb cc dd ee ff gg hh ii jj. kk ll mm nn oo pp qq rr ss tt uu vv", 16,
            ["aa bb cc dd ee ff gg hh ii jj.", "kk ll mm nn oo pp qq rr ss tt uu vv"]
        ),
        ("short", 16, ["short"]), ("  \n short \n ", 16, ["short"]), ("", 16, []), (" \n\n ", 16, []),
        // Chinese has no spaces.
        (
            "一二三四五六七八九十。一二三四五六七八九十一二三。", 16,
            ["一二三四五六七八九十。", "一二三四五六七八九十一二三。"]
        ),
    ])
    func `a text is cut where it may be cut best`(_ text: String, _ size: Int, _ expected: [String]) {
        #expect(Self.chunks(text, size: size).map(\.text) == expected)
    }

    @Test func `a passage begins with the last sentences of the one before`() {
        let sentences = (0..<40).map { "Sentence number \($0) says little." }
        let chunks = Self.chunks(sentences.joined(separator: " "), size: 100, overlap: 40)
        #expect(chunks.count > 2)
        for (first, second) in zip(chunks, chunks.dropFirst()) {
            #expect(second.range.lowerBound < first.range.upperBound)
            #expect(second.text.hasPrefix("Sentence number"))
            #expect(first.text.hasSuffix("little."))
        }
    }

    @Test func `a word without an end is cut, and characters are not`() {
        let word = String(repeating: "👩‍👩‍👧x", count: 200)
        let chunks = Self.chunks(word, size: 64)
        #expect(chunks.count > 1)
        #expect(chunks.map(\.text).joined() == word)
        for chunk in chunks { #expect(chunk.text.allSatisfy { $0 == "👩‍👩‍👧" || $0 == "x" }) }
    }

    /// Texts of all kinds, and sizes that change on the way, as they do when a model finds a passage too long.
    @Test(arguments: 0..<300)
    func `passages hold all of the text, none is too long, and they go forward`(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = Self.text(using: &random)
        var chunks = TextChunks(text)
        var size = Int.random(in: 16...300, using: &random)
        let overlap = Int.random(in: 0...200, using: &random)
        var covered = 0
        let bytes = Array(text.utf8)
        while true {
            let before = chunks.position
            guard var chunk = chunks.next(size: size, overlap: overlap) else { break }
            if Int.random(in: 0..<4, using: &random) == 0, size > TextChunks.minimumSize {
                size = max(TextChunks.minimumSize, size * 2 / 3)
                chunks.position = before
                guard let shorter = chunks.next(size: size, overlap: overlap) else { break }
                chunk = shorter
            }
            // A character that is many scalars is never cut.
            #expect(chunk.tokens <= size + 8)
            #expect(chunk.range.upperBound > covered)
            // Whatever lies between two passages is white space.
            if chunk.range.lowerBound > covered {
                let gap = String(decoding: bytes[covered..<chunk.range.lowerBound], as: UTF8.self)
                #expect(gap.trimmingWhitespace().isEmpty)
            }
            let slice = String(decoding: bytes[chunk.range], as: UTF8.self)
            #expect(slice.contains(chunk.text))
            covered = chunk.range.upperBound
        }
        #expect(String(decoding: bytes[covered...], as: UTF8.self).trimmingWhitespace().isEmpty)
    }

    private static func text(using random: inout SeededGenerator) -> String {
        let pieces = [
            "word", "another", "internationalization", "12345", "x = y + 1;", "Größe", "слово", "日本語のテキスト。", "🙂",
            String(repeating: "a", count: 150), "...", "(see 3.2)", "", "\u{301}",
        ]
        let separators = [" ", " ", " ", ". ", "\n", "\n\n", "", "\t", "\r\n", String(repeating: " ", count: 70)]
        return (0..<Int.random(in: 0...400, using: &random)).map { _ in
            pieces.randomElement(using: &random)! + separators.randomElement(using: &random)!
        }.joined()
    }

    @Test(arguments: [("one two", 2), ("internationalization", 4), ("12345", 3), ("a, b.", 4), ("日本", 2), ("", 0)])
    func `tokens are estimated`(_ text: String, _ tokens: Int) {
        #expect(TextChunks(text).tokens == tokens)
    }
}
