/// China's identity number (GB 11643): region, date of birth, order, and ISO 7064's mod 11-2.
enum ChineseID {
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = Array("10X98765432".utf8)

    static func matches(_ characters: [UInt8]) -> Bool {
        guard characters.count == 18, characters.dropLast().allSatisfy(TextScan.isDigit) else { return false }
        let digits = characters.dropLast().map { Int($0) - 0x30 }
        let year = digits[6..<10].reduce(0) { $0 * 10 + $1 }
        let (month, day) = (digits[10] * 10 + digits[11], digits[12] * 10 + digits[13])
        guard (1_850...2_100).contains(year), (1...12).contains(month), (1...31).contains(day), digits[0] > 0 else {
            return false
        }
        return checks[zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11] == characters[17]
    }
}
