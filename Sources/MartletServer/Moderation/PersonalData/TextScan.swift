/// A text as bytes, with the runs of digits in it: what the detectors look at.
struct TextScan {
    /// UTF-8.
    let bytes: [UInt8]
    /// Every longest run of ASCII digits, in order.
    let digits: [Range<Int>]
    private let text: String

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
        var runs: [Range<Int>] = []
        var start: Int?
        for index in bytes.indices {
            if Self.isDigit(bytes[index]) {
                if start == nil { start = index }
            } else if let begun = start {
                runs.append(begun..<index)
                start = nil
            }
        }
        if let start { runs.append(start..<bytes.count) }
        digits = runs
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    /// Whether a byte belongs to a word: a letter, a digit, an underscore, or anything beyond ASCII.
    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    /// The byte at a place; nil beyond the text.
    subscript(place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

    /// Whether nothing that belongs to the same word or number stands next to a range: `12.50` goes on behind `12`.
    func isAlone(_ range: Range<Int>) -> Bool {
        if let before = self[range.lowerBound - 1] {
            if Self.isWord(before) { return false }
            if Self.joins.contains(before), self[range.lowerBound - 2].map(Self.isWord) == true { return false }
        }
        if let after = self[range.upperBound] {
            if Self.isWord(after) { return false }
            if Self.joins.contains(after), self[range.upperBound + 1].map(Self.isWord) == true { return false }
        }
        return true
    }

    /// What joins two parts of one number or name.
    private static let joins = Set("-./,".utf8)

    /// The digits of a range, as numbers.
    func numbers(in range: Range<Int>) -> [Int] {
        bytes[range].filter(Self.isDigit).map { Int($0) - 0x30 }
    }

    /// The letters and digits of a range, in capitals.
    func capitals(in range: Range<Int>) -> [UInt8] {
        bytes[range].filter { Self.isDigit($0) || Self.isLetter($0) }.map { Self.isLetter($0) ? $0 & 0xDF : $0 }
    }

    /// The places in the text.
    func range(_ range: Range<Int>) -> Range<String.Index> {
        let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
        return start..<text.utf8.index(start, offsetBy: range.count)
    }

    /// The runs of digits from one on that one separator each joins, with no more than `limit` digits in all.
    func chain(from first: Int, separators: Set<UInt8>, limit: Int) -> [Range<Int>] {
        var chain = [digits[first]]
        var count = digits[first].count
        var next = first + 1
        while next < digits.count, digits[next].lowerBound == chain[chain.count - 1].upperBound + 1,
            separators.contains(bytes[chain[chain.count - 1].upperBound]), count + digits[next].count <= limit
        {
            chain.append(digits[next])
            count += digits[next].count
            next += 1
        }
        return chain
    }

    /// Whether a word of a list stands within the bytes before a place.
    func hasWord(_ words: [String], before place: Int, within distance: Int = 24) -> Bool {
        let start = max(0, place - distance)
        let before = String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
        let found = before.split { !$0.isLetter }
        return found.contains { word in words.contains(String(word)) }
    }
}
