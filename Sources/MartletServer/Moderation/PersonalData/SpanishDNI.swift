/// Spain's DNI and NIE: the last letter is the remainder by 23.
enum SpanishDNI {
    private static let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)

    static func matches(_ characters: [UInt8]) -> Bool {
        guard characters.count == 9, let last = characters.last, TextScan.isLetter(last) else { return false }
        var digits = Array(characters.dropLast())
        // A foreigner's number begins with X, Y or Z, which stand for 0, 1 and 2.
        if let index = Array("XYZ".utf8).firstIndex(of: digits[0]) { digits[0] = UInt8(0x30 + index) }
        guard digits.allSatisfy(TextScan.isDigit) else { return false }
        return letters[digits.reduce(0) { $0 * 10 + Int($1) - 0x30 } % 23] == last
    }
}
