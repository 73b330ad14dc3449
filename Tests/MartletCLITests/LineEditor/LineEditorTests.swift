import Testing

@testable import MartletCLI

struct LineEditorTests {
    /// Types text and keys into an editor and returns it.
    private func editing(_ keys: [Key], history: [String] = []) -> LineEditor {
        var editor = LineEditor(history: history)
        for key in keys { #expect(editor.handle(key) == .editing) }
        return editor
    }

    private func typed(_ text: String) -> [Key] { text.map { .character($0) } }

    @Test func `typed characters appear at the cursor`() {
        let editor = editing(typed("helo") + [.left, .character("l")])
        #expect(String(editor.text) == "hello")
        #expect(editor.cursor == 4)
    }

    @Test(
        arguments: [
            ([Key.backspace], "one tw"), ([.home, .delete], "ne two"), ([.control("u")], ""), ([.control("w")], "one "),
            ([.home, .control("k")], ""), ([.home, .right, .right, .right, .control("k")], "one"),
            ([.home, .backspace], "one two"), ([.end, .delete], "one two"), ([.control("a"), .control("d")], "ne two"),
        ])
    func `editing keys do what they do in a shell`(keys: [Key], expected: String) {
        #expect(String(editing(typed("one two") + keys).text) == expected)
    }

    @Test func `an emoji of several scalars is one character`() {
        let editor = editing(typed("👩‍👩‍👧é") + [.backspace, .backspace])
        #expect(editor.text.isEmpty)
    }

    @Test func `up and down walk the history and come back to the line that was being written`() {
        let history = ["first", "second"]
        #expect(String(editing(typed("draft") + [.up], history: history).text) == "second")
        #expect(String(editing(typed("draft") + [.up, .up, .up], history: history).text) == "first")
        #expect(String(editing(typed("draft") + [.up, .up, .down, .down, .down], history: history).text) == "draft")
    }

    @Test func `enter submits, and the control keys end`() {
        var editor = editing(typed("hi"))
        #expect(editor.handle(.enter) == .submitted("hi"))
        #expect(editor.handle(.control("c")) == .abandoned)
        var empty = LineEditor()
        #expect(empty.handle(.control("d")) == .ended)
    }

    @Test func `the cursor never leaves the line`() {
        let editor = editing([.left, .right, .home, .end, .delete, .backspace, .up, .down, .control("w"), .unknown])
        #expect(editor.cursor == 0)
        #expect(editor.text.isEmpty)
    }
}
