extension Table {
    /// A text as it fits into a cell: on one line, without control characters, cut off with `…`.
    ///
    /// - Parameter limit: The most characters.
    static func cell(_ text: String, limit: Int = 60) -> String {
        // A text may be a whole book, of which no more is looked at than fits.
        let line = String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(limit * 8).map { scalar in
                    scalar.properties.generalCategory == .control ? " " : scalar
                })
        ).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }

    /// Names with their values, one a line.
    static func facts(_ facts: [(name: String, value: String)]) -> String {
        guard let first = facts.first else { return "" }
        return Table([first.name, first.value], facts.dropFirst().map { [$0.name, $0.value] }).description
    }
}
