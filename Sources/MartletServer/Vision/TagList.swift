/// The tags that a model names, in one form: PixiGPT's "comma-separated short tags".
enum TagList {
    /// The longest tag, in characters; what is longer is a sentence.
    private static let longest = 60
    /// How many tags there are at most. Small models repeat themselves without end.
    private static let most = 50

    /// The tags of an answer, in lowercase, each once, with commas between them; the answer itself when it has none.
    static func normalized(_ answer: String) -> String {
        var tags: [String] = []
        for piece in answer.split(whereSeparator: { ",;\n\r".contains($0) }) {
            guard let tag = tag(in: piece), !tags.contains(tag), tags.count < most else { continue }
            tags.append(tag)
        }
        return tags.isEmpty ? answer : tags.joined(separator: ", ")
    }

    private static func tag(in piece: Substring) -> String? {
        var text = piece.drop { isAround($0) }
        // `1. cat`
        let number = text.prefix(while: \.isNumber)
        if !number.isEmpty, let mark = text.dropFirst(number.count).first, ".)".contains(mark) {
            text = text.dropFirst(number.count + 1).drop { isAround($0) }
        }
        // `Tags: cat`
        if text.lowercased().hasPrefix("tags:") { text = text.dropFirst(5).drop { isAround($0) } }
        while let last = text.last, isAround(last) { text.removeLast() }
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty || words.count > longest ? nil : words
    }

    private static func isAround(_ character: Character) -> Bool {
        character.isWhitespace || "\"'`#*-•[]().".contains(character)
    }
}
