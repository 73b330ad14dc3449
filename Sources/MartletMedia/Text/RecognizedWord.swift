/// A word that Tesseract found, and where, in pixels.
struct RecognizedWord: Hashable, Sendable {
    /// Which line it is in: page, block, paragraph and line as Tesseract counts them.
    let line: [Int]
    let left: Int
    let top: Int
    let width: Int
    let height: Int
    let text: String

    var right: Int { left + width }
}

extension RecognizedWord {
    /// The words of Tesseract's table: a head line, then lines with twelve columns of which the last is the text. Level 5
    /// is words. Lines of another form are passed over.
    static func words(inTable table: String) -> [RecognizedWord] {
        table.split(whereSeparator: \.isNewline).compactMap { row in
            let columns = row.split(separator: "\t", maxSplits: 11, omittingEmptySubsequences: false)
            guard columns.count == 12, columns[0] == "5" else { return nil }
            let numbers = columns[1..<10].compactMap { Int($0) }
            let text = columns[11].filter { !$0.isWhitespace }
            guard numbers.count == 9, !text.isEmpty else { return nil }
            return RecognizedWord(
                line: Array(numbers[0..<4]), left: numbers[5], top: numbers[6], width: numbers[7], height: numbers[8],
                text: text)
        }
    }
}
