/// The social security number of the United States, with its dashes: without them it is nine digits like any other.
enum UnitedStatesSSN {
    /// The Social Security Administration: no area 000, 666 or from 900 on, no group 00, no serial 0000.
    static func matches(_ text: [UInt8]) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "-")).map { part in
            part.allSatisfy(TextScan.isDigit) ? part.reduce(0) { $0 * 10 + Int($1) - 0x30 } : -1
        }
        guard text.count == 11, parts.count == 3, text[3] == UInt8(ascii: "-"), text[6] == UInt8(ascii: "-"),
            let area = parts.first, (1..<900).contains(area), area != 666, parts[1] > 0, parts[2] > 0
        else { return false }
        // Two numbers that were printed in advertisements and are nobody's.
        return parts != [78, 5, 1_120] && parts != [219, 9, 9_999]
    }
}
