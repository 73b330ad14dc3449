/// Switzerland's social security number, as `756.1234.5678.97`: the check digit of EAN-13.
enum SwissAHV {
    static func matches(_ text: [UInt8]) -> Bool {
        let groups = text.split(separator: UInt8(ascii: "."))
        guard groups.map(\.count) == [3, 4, 4, 2], groups.allSatisfy({ $0.allSatisfy(TextScan.isDigit) }) else {
            return false
        }
        let digits = text.filter(TextScan.isDigit).map { Int($0) - 0x30 }
        guard digits.starts(with: [7, 5, 6]) else { return false }
        let sum = digits.prefix(12).enumerated().reduce(0) { $0 + $1.element * ($1.offset.isMultiple(of: 2) ? 1 : 3) }
        return (10 - sum % 10) % 10 == digits[12]
    }
}
