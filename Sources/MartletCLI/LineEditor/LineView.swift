/// Draws a line that is being edited, over as many rows of the terminal as it needs. No I/O: it returns what to write.
struct LineView {
    let prompt: String
    let columns: Int
    /// The row of the cursor, counted from the line's first.
    private var cursorRow = 0

    init(prompt: String, columns: Int) {
        self.prompt = prompt
        self.columns = max(columns, 1)
    }

    mutating func draw(_ editor: LineEditor) -> String {
        var output = upToStart
        output += prompt + String(editor.text)
        let before = Self.width(prompt) + editor.text.prefix(editor.cursor).reduce(0) { $0 + Self.width($1) }
        let total = Self.width(prompt) + editor.text.reduce(0) { $0 + Self.width($1) }
        // A terminal wraps only when the next character comes; at the very edge this makes it wrap now.
        if total > 0, total % columns == 0 { output += " \u{8}" }
        let rowsUp = total / columns - before / columns
        if rowsUp > 0 { output += "\u{1B}[\(rowsUp)A" }
        output += "\r"
        if before % columns > 0 { output += "\u{1B}[\(before % columns)C" }
        cursorRow = before / columns
        return output
    }

    /// Draws the line with the cursor behind it, and begins a new one.
    mutating func finish(_ editor: LineEditor) -> String {
        var atEnd = editor
        _ = atEnd.handle(.end)
        return draw(atEnd) + "\r\n"
    }

    private var upToStart: String { (cursorRow > 0 ? "\u{1B}[\(cursorRow)A" : "") + "\r\u{1B}[J" }

    private static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    /// How many columns a character takes: two for East Asian wide characters and emoji.
    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }
}
