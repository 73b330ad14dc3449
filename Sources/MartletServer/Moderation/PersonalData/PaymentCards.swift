/// Card numbers: their issuer's first digits and lengths, the groups they are printed in, and the check digit of Luhn
/// (ISO/IEC 7812-1).
enum PaymentCards {
    static func ranges(in scan: TextScan) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < scan.digits.count {
            guard let range = card(at: index, in: scan) else {
                index += 1
                continue
            }
            found.append(range)
            while index < scan.digits.count, scan.digits[index].lowerBound < range.upperBound { index += 1 }
        }
        return found
    }

    private static func card(at first: Int, in scan: TextScan) -> Range<Int>? {
        let separators: [Set<UInt8>] = [[UInt8(ascii: " ")], [UInt8(ascii: "-")]]
        for separator in separators {
            var chain = scan.chain(from: first, separators: separator, limit: 19)
            // A year or another number may follow behind a blank.
            while !chain.isEmpty {
                let range = chain[0].lowerBound..<chain[chain.count - 1].upperBound
                if isPrinted(chain.map(\.count)), scan.isAlone(range), isValid(scan.numbers(in: range)) {
                    return range
                }
                chain.removeLast()
            }
        }
        return nil
    }

    /// Whether cards are written in such groups.
    private static func isPrinted(_ groups: [Int]) -> Bool {
        switch groups.count {
        case 1: (13...19).contains(groups[0])
        default: [[4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3], [4, 4, 4, 1], [6, 13]].contains(groups)
        }
    }

    /// Whether a number is one that an issuer gives out.
    static func isValid(_ digits: [Int]) -> Bool {
        hasIssuer(digits) && luhn(digits)
    }

    /// ISO/IEC 7812-1, annex B: every second digit from the right is doubled; the sum of all digits is a multiple of 10.
    static func luhn(_ digits: [Int]) -> Bool {
        var sum = 0
        for (position, digit) in digits.reversed().enumerated() {
            let value = position.isMultiple(of: 2) ? digit : digit * 2
            sum += value > 9 ? value - 9 : value
        }
        return sum.isMultiple(of: 10)
    }

    private static func hasIssuer(_ digits: [Int]) -> Bool {
        guard digits.count >= 13 else { return false }
        let six = digits.prefix(6).reduce(0) { $0 * 10 + $1 }
        switch (six, digits.count) {
        case (400_000...499_999, 13), (400_000...499_999, 16), (400_000...499_999, 19): return true  // Visa
        case (510_000...559_999, 16), (222_100...272_099, 16): return true  // Mastercard
        case (340_000...349_999, 15), (370_000...379_999, 15): return true  // American Express
        case (601_100...601_199, 16...19), (644_000...659_999, 16...19): return true  // Discover
        case (300_000...305_999, 14...19), (309_500...309_599, 14...19), (360_000...369_999, 14...19),
            (380_000...399_999, 16...19):
            return true  // Diners Club
        case (352_800...358_999, 16...19): return true  // JCB
        case (620_000...629_999, 16...19): return true  // UnionPay
        case (501_800...501_899, 13...19), (502_000...502_099, 13...19), (503_800...503_899, 13...19),
            (589_300...589_399, 13...19), (630_400...630_499, 13...19), (675_900...676_399, 13...19):
            return true  // Maestro
        default: return false
        }
    }
}
