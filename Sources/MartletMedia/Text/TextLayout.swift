/// Lays words out as text that looks like the page: its lines, columns, indents and paragraphs.
enum TextLayout {
    /// How many times the usual distance of lines makes a paragraph.
    private static let paragraphGap = 1.6
    /// From how many character widths on a gap between words is one between columns.
    private static let columnGap = 2.5
    /// The deepest indent and the widest gap, in characters; a crazy page must not make endless lines.
    private static let longestGap = 200

    /// The text of words that come in the order of reading; empty for none.
    static func text(of words: [RecognizedWord]) -> String {
        let lines = self.lines(of: words)
        guard let margin = words.map(\.left).min(), let width = characterWidth(of: words) else { return "" }
        let distance = usualDistance(of: lines)
        var result: [String] = []
        var previous: [RecognizedWord]?
        for line in lines {
            if let previous, isNewParagraph(line, after: previous, distance: distance) { result.append("") }
            result.append(text(of: line, margin: margin, characterWidth: width))
            previous = line
        }
        return result.joined(separator: "\n")
    }

    private static func lines(of words: [RecognizedWord]) -> [[RecognizedWord]] {
        var lines: [[RecognizedWord]] = []
        for word in words {
            if lines.last?.last?.line == word.line {
                lines[lines.count - 1].append(word)
            } else {
                lines.append([word])
            }
        }
        return lines
    }

    private static func text(of line: [RecognizedWord], margin: Int, characterWidth: Double) -> String {
        var text = ""
        var end: Int?
        for word in line {
            let column = Int((Double(word.left - margin) / characterWidth).rounded())
            let gap = end.map { Double(word.left - $0) / characterWidth }
            let spaces: Int
            switch gap {
            // The indent of a line; half a character is how exactly letters stand.
            case nil: spaces = column
            case let gap? where gap < columnGap: spaces = 1
            // Columns stand under each other, whatever is in them.
            default: spaces = max(2, column - text.count)
            }
            text += String(repeating: " ", count: min(max(0, spaces), longestGap)) + word.text
            end = word.right
        }
        return text
    }

    /// The usual width of a character: half are wider.
    private static func characterWidth(of words: [RecognizedWord]) -> Double? {
        let widths = words.filter { $0.text.count > 2 }.map { Double($0.width) / Double($0.text.count) }
        let all = widths.isEmpty ? words.map { Double($0.width) / Double($0.text.count) } : widths
        return median(all).map { max(1, $0) }
    }

    private static func middle(of line: [RecognizedWord]) -> Double {
        median(line.map { Double($0.top) + Double($0.height) / 2 }) ?? 0
    }

    private static func usualDistance(of lines: [[RecognizedWord]]) -> Double? {
        let middles = lines.map { middle(of: $0) }
        // Of two distances neither is the usual one.
        guard middles.count > 3 else { return nil }
        return median(zip(middles.dropFirst(), middles).map { $0 - $1 }.filter { $0 > 0 })
    }

    private static func isNewParagraph(
        _ line: [RecognizedWord], after previous: [RecognizedWord], distance: Double?
    ) -> Bool {
        guard line.first?.line.first == previous.first?.line.first else { return true }
        guard let distance else { return false }
        return middle(of: line) - middle(of: previous) > distance * paragraphGap
    }

    private static func median(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
    }
}
