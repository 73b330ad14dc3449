/// Germany's tax number: eleven digits, of which the last is ISO 7064's mod 11,10.
enum GermanTaxID {
    /// The Federal Central Tax Office: among the first ten digits exactly one occurs twice or three times, and the first
    /// is not 0.
    static func matches(_ characters: [UInt8], _ text: [UInt8]) -> Bool {
        guard characters.allSatisfy(TextScan.isDigit), characters.count == 11, characters[0] != UInt8(ascii: "0")
        else { return false }
        // In one piece, or as it is printed: 12 345 678 901.
        let groups = text.split(separator: UInt8(ascii: " ")).map(\.count)
        guard groups == [11] || groups == [2, 3, 3, 3] else { return false }
        let digits = characters.map { Int($0) - 0x30 }
        let repeated = Dictionary(digits.prefix(10).map { ($0, 1) }, uniquingKeysWith: +).values.filter { $0 > 1 }
        guard repeated.count == 1, repeated[0] <= 3 else { return false }
        var product = 10
        for digit in digits.prefix(10) {
            let sum = (digit + product) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (11 - product) % 10 == digits[10]
    }
}
