/// How many tokens a text may have for an embedding model, without its tokenizer: a word of up to six Latin letters one,
/// two digits one, every other character one.
struct TokenEstimate: Sendable {
    var tokens = 0
    private var letters = 0
    private var digits = 0

    /// Adds a character that is not white space.
    mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        // Latin letters, with and without accents.
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F:
            if letters % 6 == 0 { tokens += 1 }
            letters += 1
            digits = 0
        case 0x30...0x39:
            if digits % 2 == 0 { tokens += 1 }
            digits += 1
            letters = 0
        default:
            tokens += 1
            letters = 0
            digits = 0
        }
    }
}
