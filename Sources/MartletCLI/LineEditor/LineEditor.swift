/// A line that is being edited, with the keys that shells have. No I/O.
struct LineEditor {
    /// What a key led to.
    enum Outcome: Hashable {
        case editing
        case submitted(String)
        /// Ctrl-C: the line is given up.
        case abandoned
        /// Ctrl-D on an empty line.
        case ended
    }

    private(set) var text: [Character] = []
    /// The position of the cursor, in characters.
    private(set) var cursor = 0
    private let history: [String]
    /// The entry that is shown; the number of entries for the line that is being written.
    private var shown: Int
    private var draft: [Character] = []

    /// - Parameter history: Earlier lines, the latest last.
    init(history: [String] = []) {
        self.history = history
        shown = history.count
    }

    mutating func handle(_ key: Key) -> Outcome {
        switch key {
        case .character(let character):
            text.insert(character, at: cursor)
            cursor += 1
        case .enter: return .submitted(String(text))
        case .control("c"): return .abandoned
        case .control("d"):
            if text.isEmpty { return .ended }
            deleteForwards()
        case .backspace:
            guard cursor > 0 else { break }
            cursor -= 1
            text.remove(at: cursor)
        case .delete: deleteForwards()
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .control("u"):
            text.removeFirst(cursor)
            cursor = 0
        case .control("k"): text.removeSubrange(cursor...)
        case .control("w"): deleteWord()
        case .up, .control("p"): show(shown - 1)
        case .down, .control("n"): show(shown + 1)
        case .control, .unknown: break
        }
        return .editing
    }

    private mutating func deleteForwards() {
        if cursor < text.count { text.remove(at: cursor) }
    }

    private mutating func deleteWord() {
        var start = cursor
        while start > 0, text[start - 1].isWhitespace { start -= 1 }
        while start > 0, !text[start - 1].isWhitespace { start -= 1 }
        text.removeSubrange(start..<cursor)
        cursor = start
    }

    private mutating func show(_ index: Int) {
        guard (0...history.count).contains(index), index != shown else { return }
        if shown == history.count { draft = text }
        text = index == history.count ? draft : Array(history[index])
        shown = index
        cursor = text.count
    }
}
