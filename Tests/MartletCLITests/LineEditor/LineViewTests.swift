import Testing

@testable import MartletCLI

struct LineViewTests {
    private func editor(_ text: String, left: Int = 0) -> LineEditor {
        var editor = LineEditor()
        for character in text { _ = editor.handle(.character(character)) }
        for _ in 0..<left { _ = editor.handle(.left) }
        return editor
    }

    @Test func `a short line is drawn with the cursor in its place`() {
        var view = LineView(prompt: "> ", columns: 20)
        #expect(view.draw(editor("abc", left: 1)) == "\r\u{1B}[J> abc\r\u{1B}[4C")
    }

    @Test func `a line of several rows is drawn from its first row`() {
        var view = LineView(prompt: "> ", columns: 10)
        _ = view.draw(editor("abcdefghijkl"))
        // The cursor stood in the second row: drawing again begins one row higher.
        #expect(view.draw(editor("abcdefghijkl")).hasPrefix("\u{1B}[1A\r\u{1B}[J"))
    }

    @Test func `wide characters take two columns`() {
        var view = LineView(prompt: "", columns: 20)
        #expect(view.draw(editor("日本")).hasSuffix("\r\u{1B}[4C"))
    }
}
