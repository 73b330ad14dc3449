/// How long a message asks to wait: "Please try again in 11.054s".
enum RetryHint {
    /// The time; nil when the message names none, or a time of day, which means nothing without its time zone.
    static func delay(in message: String) -> Duration? {
        guard let phrase = message.firstRange(of: "try again in ") else { return nil }
        var rest = message[phrase.upperBound...]
        var sum: Duration?
        // `1m30s` and `2 minutes` alike.
        while let (value, end) = number(rest) {
            let tail = rest[end...].drop { $0 == " " }
            let word = tail.prefix(while: \.isLetter)
            guard let unit = unit(word) else { break }
            sum = (sum ?? .zero) + .milliseconds(Int64((value * unit).rounded(.up)))
            rest = tail[word.endIndex...]
        }
        return sum
    }

    private static func number(_ text: Substring) -> (Double, Substring.Index)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        // A full stop behind the number ends the sentence.
        guard let value = Double(digits), value.isFinite, value >= 0, value < 1_000_000 else { return nil }
        return (value, digits.endIndex)
    }

    /// Milliseconds.
    private static func unit(_ word: Substring) -> Double? {
        switch word.lowercased() {
        case "ms", "millisecond", "milliseconds": 1
        case "s", "sec", "secs", "second", "seconds": 1_000
        case "m", "min", "mins", "minute", "minutes": 60_000
        case "h", "hr", "hour", "hours": 3_600_000
        case "d", "day", "days": 86_400_000
        default: nil
        }
    }
}
