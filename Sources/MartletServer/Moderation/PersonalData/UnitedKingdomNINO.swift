/// The United Kingdom's national insurance number: two letters, six digits, a letter from A to D.
enum UnitedKingdomNINO {
    /// HMRC's manual NIM39110: "The characters D, F, I, Q, U, and V are not used as either the first or second letter of
    /// a NINO prefix. The letter O is not used as the second letter of a prefix. Prefixes BG, GB, KN, NK, NT, TN and ZZ
    /// are not to be used."
    static func matches(_ characters: [UInt8]) -> Bool {
        guard characters.count == 9, characters[..<2].allSatisfy(TextScan.isLetter),
            characters[2..<8].allSatisfy(TextScan.isDigit), "ABCD".utf8.contains(characters[8])
        else { return false }
        let prefix = String(decoding: characters[..<2], as: UTF8.self)
        return !prefix.contains { "DFIQUV".contains($0) } && !prefix.hasSuffix("O")
            && !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(prefix)
    }
}
