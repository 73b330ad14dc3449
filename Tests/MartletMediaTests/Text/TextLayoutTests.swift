import Testing

@testable import MartletMedia

@Suite struct TextLayoutTests {
    /// A word of letters that are 10 wide, in a line that is 20 high.
    private func word(_ text: String, line: Int, left: Int, top: Int? = nil, page: Int = 1) -> RecognizedWord {
        RecognizedWord(
            line: [page, 1, 1, line], left: left, top: top ?? line * 30, width: text.count * 10, height: 20, text: text)
    }

    @Test func `lines stay lines, however far they are apart`() {
        let lines = [(1, 0), (2, 100), (3, 130)].map { word("line\($0.0)", line: $0.0, left: 5, top: $0.1) }
        #expect(TextLayout.text(of: lines) == "line1\nline2\nline3")
        #expect(TextLayout.text(of: []) == "")
    }

    @Test func `words of a line have one space between them`() {
        // In proportional type the spaces are of many widths.
        let words = [word("one", line: 1, left: 0), word("two", line: 1, left: 36), word("three", line: 1, left: 86)]
        #expect(TextLayout.text(of: words) == "one two three")
    }

    @Test func `columns stand under each other`() {
        let words = [
            word("Item", line: 1, left: 0), word("Count", line: 1, left: 200), word("apples", line: 2, left: 0),
            word("12", line: 2, left: 200),
        ]
        #expect(TextLayout.text(of: words) == "Item                Count\napples              12")
    }

    @Test func `indents are kept, and the page's margin is not`() {
        let words = [
            word("list", line: 1, left: 100), word("item", line: 2, left: 120), word("deep", line: 3, left: 140),
        ]
        #expect(TextLayout.text(of: words) == "list\n  item\n    deep")
    }

    @Test func `a gap that is wider than the others makes a paragraph`() {
        let words = [(1, 0), (2, 30), (3, 60), (4, 150), (5, 180)].map {
            word("line\($0.0)", line: $0.0, left: 0, top: $0.1)
        }
        #expect(TextLayout.text(of: words) == "line1\nline2\nline3\n\nline4\nline5")
    }

    @Test func `a page begins a paragraph`() {
        let words = [word("one", line: 1, left: 0), word("two", line: 1, left: 0, page: 2)]
        #expect(TextLayout.text(of: words) == "one\n\ntwo")
    }

    @Test func `a crazy page makes no endless line`() {
        let words = [
            word("aaa", line: 1, left: 0), word("bbb", line: 2, left: .max / 4), word("ccc", line: 2, left: .max / 2),
        ]
        #expect(TextLayout.text(of: words).utf8.count < 500)
    }

    @Test func `Tesseract's table is read, and what is not of its form is passed over`() {
        let table = """
            level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
            1\t1\t0\t0\t0\t0\t0\t0\t640\t200\t-1\t
            5\t1\t2\t3\t4\t1\t23\t20\t112\t24\t91.4\tMartlet
            5\t1\t2\t3\t4\t2\t149\t26\t89\t18\t96.1\t \u{20}
            5\t1\t2\t3\t4\tx\t149\t26\t89\t18\t96.1\tbroken
            5\t1\t2
            """
        #expect(
            RecognizedWord.words(inTable: table) == [
                RecognizedWord(line: [1, 2, 3, 4], left: 23, top: 20, width: 112, height: 24, text: "Martlet")
            ])
    }
}
