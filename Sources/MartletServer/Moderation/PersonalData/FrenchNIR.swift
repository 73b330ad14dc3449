/// France's social security number: sex, year and month of birth, place, order, and a key of 97 less the remainder.
enum FrenchNIR {
    static func matches(_ characters: [UInt8]) -> Bool {
        guard characters.count == 15, "12".utf8.contains(characters[0]) else { return false }
        var digits = characters
        var shift = 0
        // Corsica: 2A counts as 19, 2B as 18.
        if digits[5] == UInt8(ascii: "2"), digits[6] == UInt8(ascii: "A") || digits[6] == UInt8(ascii: "B") {
            shift = digits[6] == UInt8(ascii: "A") ? 19 : 18
            (digits[5], digits[6]) = (UInt8(ascii: "0") + 1, UInt8(ascii: "0") + UInt8(shift - 10))
        }
        guard digits.allSatisfy(TextScan.isDigit) else { return false }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1) - 0x30 } }
        let month = number(3..<5)
        guard (1...12).contains(month) || (20...42).contains(month) || (50...99).contains(month) else { return false }
        return 97 - number(0..<13) % 97 == number(13..<15)
    }
}
