/// Identity, social security and tax numbers of countries whose numbers have a form or check digits to tell them by.
enum NationalIDs {
    static func ranges(in scan: TextScan) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for range in candidates(in: scan) {
            if let last = found.last, last.upperBound > range.lowerBound { continue }
            if isNationalID(range, in: scan) { found.append(range) }
        }
        return found
    }

    /// Words of letters and digits, each also together with the next ones: what is written in groups.
    private static func candidates(in scan: TextScan) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for index in 0...scan.bytes.count {
            let isPart = scan[index].map(TextScan.isWord) ?? false
            if isPart, start == nil { start = index }
            if !isPart, let begun = start {
                words.append(begun..<index)
                start = nil
            }
        }
        var candidates: [Range<Int>] = []
        for first in words.indices where words[first].count <= maximumLength {
            var last = first
            var longest = [words[first]]
            // The French number has seven groups.
            while last + 1 < words.count, last - first < 7,
                words[last + 1].lowerBound == words[last].upperBound + 1,
                separators.contains(scan.bytes[words[last].upperBound]),
                words[last + 1].upperBound - words[first].lowerBound <= maximumLength
            {
                last += 1
                longest.append(words[first].lowerBound..<words[last].upperBound)
            }
            candidates += longest.reversed()
        }
        return candidates
    }

    private static let separators = Set(" -.".utf8)
    private static let maximumLength = 24

    private static func isNationalID(_ range: Range<Int>, in scan: TextScan) -> Bool {
        guard scan.bytes[range].contains(where: TextScan.isDigit), scan.isAlone(range) else { return false }
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
