/// The Brazilian tax number, as `123.456.789-09`: two check digits modulo 11.
enum BrazilianCPF {
    static func matches(_ text: [UInt8]) -> Bool {
        guard text.count == 14, text[3] == UInt8(ascii: "."), text[7] == UInt8(ascii: "."),
            text[11] == UInt8(ascii: "-")
        else { return false }
        let digits = text.filter(TextScan.isDigit).map { Int($0) - 0x30 }
        guard digits.count == 11, Set(digits).count > 1 else { return false }
        return [9, 10].allSatisfy { length in
            let sum = digits.prefix(length).enumerated().reduce(0) { $0 + $1.element * (length + 1 - $1.offset) }
            return sum * 10 % 11 % 10 == digits[length]
        }
    }
}
