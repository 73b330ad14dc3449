/// The value of `Content-Range` (RFC 9110 section 14.4): `bytes 5-9/10`, `bytes 5-9/*`, `bytes */10`.
struct ContentRange: Hashable {
    /// The bytes that are sent; nil for an answer that sends none because the range was out of bounds.
    var bytes: ClosedRange<Int>?
    /// The number of bytes of the whole; nil for `*`.
    var total: Int?

    /// - Returns: Nil when the text is none.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let halves = words[1].split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        if halves[1] != "*" {
            guard let total = Int(halves[1]), total >= 0 else { return nil }
            self.total = total
        }
        if halves[0] == "*" { return }
        let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), 0 <= first, first <= last,
            last < total ?? .max
        else { return nil }
        bytes = first...last
    }
}
