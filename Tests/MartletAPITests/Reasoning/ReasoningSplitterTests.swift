import Testing

@testable import MartletAPI

@Suite struct ReasoningSplitterTests {
    struct Case: CustomTestStringConvertible {
        var input: String
        var text: String
        var reasoning: String?
        var testDescription: String { input.debugDescription }

        init(_ input: String, _ text: String, _ reasoning: String?) {
            self.input = input
            self.text = text
            self.reasoning = reasoning
        }
    }

    static let cases = [
        Case("", "", nil),
        Case("plain", "plain", nil),
        Case("  plain \n", "  plain \n", nil),
        Case(" \n ", " \n ", nil),
        Case("<think>why</think>text", "text", "why"),
        Case("<thinking>why</thinking>text", "text", "why"),
        Case("<think>why</thinking>text", "text", "why"),
        Case("<THINK>why</Think>text", "text", "why"),
        Case("\n <think>\n why \n</think>\n\n text \n", "text", "why"),
        Case("<think>línea 👩‍👩‍👧\n\nzwei</think>👍🏽 ok", "👍🏽 ok", "línea 👩‍👩‍👧\n\nzwei"),
        Case("<think></think>text", "text", nil),
        Case("<think>  \n</think>\n\ntext", "text", nil),
        Case("<think>only", "", "only"),
        Case("<think>cut off </thi", "", "cut off </thi"),
        Case("<think>why</think>", "", "why"),
        // A template that opens the block, and a model that opens it again.
        Case("<think>\n<think>why</think>text", "text", "why"),
        Case("<think>a</think><think>b</think>text", "text", "a\n\nb"),
        Case("<think>a</think>\n<thinking>b</thinking>\ntext", "text", "a\n\nb"),
        Case("before <think>why</think> after", "before  after", "why"),
        Case("a<think>1</think>b<think>2</think>c", "abc", "1\n\n2"),
        // Tags in a text about tags.
        Case("the <think> tag opens", "the <think> tag opens", nil),
        Case("the </think> tag closes", "the </think> tag closes", nil),
        Case("a</think>b", "a</think>b", nil),
        Case("x <thin", "x <thin", nil),
        Case("<thin", "<thin", nil),
        Case("<think", "<think", nil),
        Case("<thinker>a</thinker>", "<thinker>a</thinker>", nil),
        Case("<think >a</think >", "<think >a</think >", nil),
        Case("1 < 2 and 3 > 2", "1 < 2 and 3 > 2", nil),
        Case("<think>1 < 2 </b> </thin> x</think>y", "y", "1 < 2 </b> </thin> x"),
        Case("<<think>a</think>b", "<b", "a"),
    ]

    @Test(arguments: cases) func `T24 the text of a whole answer is split`(_ test: Case) {
        let output = ReasoningSplitter.split(test.input)
        #expect(output.text == test.text)
        #expect(output.reasoning == test.reasoning)
    }

    @Test(arguments: cases) func `T24 a stream that is cut at any byte gives the same`(_ test: Case) {
        // At every place between two scalars, and scalar by scalar.
        let scalars = Array(test.input.unicodeScalars)
        for cut in 0...scalars.count {
            expect(pieces: [text(scalars[..<cut]), text(scalars[cut...])], test)
        }
        expect(pieces: scalars.map { String($0) }, test)
    }

    private func expect(pieces: [String], _ test: Case) {
        var splitter = ReasoningSplitter()
        var outputs = pieces.map { splitter.add($0) }
        outputs.append(splitter.finish())
        #expect(outputs.map(\.text).joined() == test.text, "\(pieces)")
        let reasoning = outputs.compactMap(\.reasoning).joined()
        #expect(reasoning == test.reasoning ?? "", "\(pieces)")
    }

    private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    @Test func `text and reasoning come as soon as their meaning is certain`() {
        var splitter = ReasoningSplitter()
        #expect(splitter.add("<think>one ").reasoning == "one")
        #expect(splitter.add("two").reasoning == " two")
        #expect(splitter.add("</think>\n").reasoning == nil)
        #expect(splitter.add("Hello").text == "Hello")
        #expect(splitter.add(" there").text == " there")
    }

    @Test func `what is held back for a block that never closes is bounded and not lost`() {
        var splitter = ReasoningSplitter()
        let filler = String(repeating: "x", count: 64 << 10)
        var text = splitter.add("a <think> ").text
        for _ in 0..<20 { text += splitter.add(filler).text }
        #expect(text.utf8.count > 20 * (64 << 10) - (1 << 20))
        text += splitter.finish().text
        #expect(text == "a <think> " + String(repeating: filler, count: 20))
    }

    @Test func `many tags in one piece take time in proportion`() {
        let text = String(repeating: "<b>x</b> <think ", count: 40_000)
        #expect(ReasoningSplitter.split("a" + text).text == "a" + text)
    }
}
