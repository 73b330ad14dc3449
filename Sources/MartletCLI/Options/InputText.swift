import ArgumentParser

/// What a command is given to work on: its arguments, and standard input when that is not a terminal.
enum InputText {
    /// The lines of standard input that hold something; none when it is a terminal.
    static func lines() throws -> [String] {
        guard !Terminal.inputIsTerminal else { return [] }
        return try Terminal.readInput().split(whereSeparator: \.isNewline).map(String.init)
            .filter { !$0.allSatisfy(\.isWhitespace) }
    }

    /// The arguments, or else the lines of standard input.
    ///
    /// - Throws: `ValidationError` when there is neither.
    static func texts(_ arguments: [String], what: String) throws -> [String] {
        let texts = arguments.isEmpty ? try lines() : arguments
        guard !texts.isEmpty else {
            throw ValidationError(
                "There is nothing to \(what): give texts, or write them to standard input, one a line.")
        }
        return texts
    }
}
