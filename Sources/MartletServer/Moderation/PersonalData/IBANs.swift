/// International bank account numbers (ISO 13616): a country, its length, and a remainder of 1 by 97.
enum IBANs {
    static func ranges(in scan: TextScan) -> [Range<Int>] {
        var found: [Range<Int>] = []
        // The two check digits are a run of digits behind two letters.
        for run in scan.digits where run.lowerBound >= 2 {
            let start = run.lowerBound - 2
            if let last = found.last, last.upperBound > start { continue }
            if let range = iban(at: start, in: scan) { found.append(range) }
        }
        return found
    }

    private static func iban(at start: Int, in scan: TextScan) -> Range<Int>? {
        guard let first = scan[start], let second = scan[start + 1], TextScan.isLetter(first),
            TextScan.isLetter(second), scan[start - 1].map(TextScan.isWord) != true,
            let length = lengths[String(decoding: [first & 0xDF, second & 0xDF], as: UTF8.self)]
        else { return nil }
        var characters: [UInt8] = []
        var place = start
        var wasBlank = false
        while characters.count < length, let byte = scan[place] {
            if TextScan.isDigit(byte) || TextScan.isLetter(byte) {
                characters.append(TextScan.isLetter(byte) ? byte & 0xDF : byte)
                wasBlank = false
            } else if byte == UInt8(ascii: " "), !wasBlank {
                wasBlank = true
            } else {
                return nil
            }
            place += 1
        }
        let range = start..<place
        guard characters.count == length, scan.isAlone(range), isValid(characters) else { return nil }
        return range
    }

    /// ISO 7064 mod 97-10: the first four characters go to the end, letters count from 10 for A.
    static func isValid(_ characters: [UInt8]) -> Bool {
        guard characters.count > 4, characters[2...3].allSatisfy(TextScan.isDigit) else { return false }
        var remainder = 0
        for character in characters[4...] + characters[..<4] {
            if TextScan.isDigit(character) {
                remainder = (remainder * 10 + Int(character) - 0x30) % 97
            } else {
                remainder = (remainder * 100 + Int(character) - 0x41 + 10) % 97
            }
        }
        return remainder == 1
    }

    /// SWIFT's IBAN registry.
    private static let lengths: [String: Int] = [
        "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
        "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
        "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
        "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
        "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18,
        "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24,
        "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24,
        "XK": 20,
    ]
}
