/// The keys that guard our servers' ports from the other users of the machine.
enum LlamaServerKey {
    /// A new key: 32 random bytes of the system's generator, as 64 hexadecimal digits.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    static func random(using generator: inout some RandomNumberGenerator) -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<64).map { _ in digits[Int(generator.next(upperBound: UInt(16)))] })
    }
}
