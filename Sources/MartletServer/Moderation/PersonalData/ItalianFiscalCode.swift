/// Italy's fiscal code: letters and digits in fixed places, and a check letter.
enum ItalianFiscalCode {
    private static let odd: [Int] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ]

    static func matches(_ characters: [UInt8]) -> Bool {
        guard characters.count == 16 else { return false }
        // Digits of people with equal codes are replaced by letters; those are rare and left to the check letter.
        let letters: Set<Int> = [0, 1, 2, 3, 4, 5, 8, 11, 15]
        for (place, character) in characters.enumerated() {
            if letters.contains(place) {
                guard TextScan.isLetter(character) else { return false }
            } else {
                guard TextScan.isDigit(character) || "LMNPQRSTUV".utf8.contains(character) else { return false }
            }
        }
        guard "ABCDEHLMPRST".utf8.contains(characters[8]) else { return false }
        let sum = characters.dropLast().enumerated().reduce(0) { sum, next in
            let value = Int(next.element) - (TextScan.isDigit(next.element) ? 0x30 : 0x41)
            return sum + (next.offset.isMultiple(of: 2) ? odd[value] : value)
        }
        return Int(characters[15]) - 0x41 == sum % 26
    }
}
