/// Identity, social security and tax numbers of countries whose numbers have a form or check digits to tell them by.
enum NationalIDs {
    static func ranges(in scan: TextScan) -> [Range<Int>] {
        let words = words(in: scan)
        var found: [Range<Int>] = []
        for first in words.indices {
            if let last = found.last, last.upperBound > words[first].range.lowerBound { continue }
            found += longest(from: first, of: words, in: scan).map { [$0] } ?? []
        }
        return found
    }

    private struct Word {
        var range: Range<Int>
        var digits: Int
    }

    private static func words(in scan: TextScan) -> [Word] {
        var words: [Word] = []
        var start: Int?
        var digits = 0
        for index in 0...scan.bytes.count {
            let byte = scan[index]
            if let byte, TextScan.isWord(byte) {
                if start == nil { (start, digits) = (index, 0) }
                if TextScan.isDigit(byte) { digits += 1 }
            } else if let begun = start {
                words.append(Word(range: begun..<index, digits: digits))
                start = nil
            }
        }
        return words
    }

    /// The longest number that begins with a word, which may be written in groups.
    private static func longest(from first: Int, of words: [Word], in scan: TextScan) -> Range<Int>? {
        var found: Range<Int>?
        var (last, length, digits) = (first, words[first].range.count, words[first].digits)
        // The French number has seven groups, and no number is longer than the Chinese.
        while length <= 18, last - first < 7 {
            let range = words[first].range.lowerBound..<words[last].range.upperBound
            if digits >= 6, lengths.contains(length), isNationalID(range, in: scan) { found = range }
            last += 1
            guard last < words.count, words[last].range.lowerBound == words[last - 1].range.upperBound + 1,
                separators.contains(scan.bytes[words[last - 1].range.upperBound])
            else { break }
            length += words[last].range.count
            digits += words[last].digits
        }
        return found
    }

    private static let lengths: Set<Int> = [9, 11, 13, 15, 16, 18]
    private static let separators = Set(" -.".utf8)

    private static func isNationalID(_ range: Range<Int>, in scan: TextScan) -> Bool {
        guard scan.isAlone(range) else { return false }
        let characters = scan.capitals(in: range)
        let text = Array(scan.bytes[range])
        return switch characters.count {
        case 9: UnitedStatesSSN.matches(text) || UnitedKingdomNINO.matches(characters) || SpanishDNI.matches(characters)
        case 11: GermanTaxID.matches(characters, text) || BrazilianCPF.matches(text)
        case 13: SwissAHV.matches(text)
        case 15: FrenchNIR.matches(characters)
        case 16: ItalianFiscalCode.matches(characters)
        case 18: ChineseID.matches(characters)
        default: false
        }
    }
}
