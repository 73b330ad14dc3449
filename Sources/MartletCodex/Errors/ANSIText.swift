/// Text for terminals.
enum ANSIText {
    /// The text without escape sequences (ECMA-48: `ESC [ … final`, `ESC ] … BEL`, and `ESC` with one more character) and
    /// without other control characters, but for tabs and line ends.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\u{1B}" {
                skipSequence(&rest)
            } else if scalar == "\n" || scalar == "\t" || (scalar.value >= 0x20 && scalar.value != 0x7F) {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func skipSequence(_ rest: inout Substring.UnicodeScalarView) {
        switch rest.popFirst() {
        case "[":
            // Parameters and intermediates, then a final character of 0x40 to 0x7E.
            rest = rest.drop { (0x20...0x3F).contains($0.value) }
            if let final = rest.first, (0x40...0x7E).contains(final.value) { rest.removeFirst() }
        case "]":
            while let scalar = rest.popFirst() {
                if scalar == "\u{7}" { return }
                if scalar == "\u{1B}" {
                    if rest.first == "\\" { rest.removeFirst() }
                    return
                }
            }
        default: break
        }
    }
}
