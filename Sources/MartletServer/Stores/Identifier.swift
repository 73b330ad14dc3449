/// Makes identifiers: a prefix that says what they name, and 24 random letters and digits (142 bits).
package enum Identifier {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

    /// Such as `asst_4kT…`.
    package static func make(_ prefix: String) -> String {
        prefix + "_" + random(count: 24)
    }

    /// Letters and digits from the system's source of randomness.
    package static func random(count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
    }
}
