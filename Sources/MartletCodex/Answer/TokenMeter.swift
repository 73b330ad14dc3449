/// Cuts text at a number of tokens, as it is estimated from pieces.
///
/// Codex cannot be told how long an answer may be. Models send about one token in a piece, so a piece of up to
/// ``bytesInPiece`` bytes counts as one; longer ones count one for each ``bytesPerToken`` bytes, which is what English
/// text has in the usual vocabularies.
struct TokenMeter: Sendable {
    static let bytesInPiece = 16
    static let bytesPerToken = 4

    /// Nil for no limit.
    let limit: Int?
    private(set) var count = 0

    init(limit: Int?) {
        self.limit = limit
    }

    /// Adds a piece.
    ///
    /// - Returns: The beginning of the piece that is within the limit, and whether the rest was cut off. An answer that
    ///   is exactly as long as the limit is not cut.
    mutating func add(_ text: String) -> (text: String, isCut: Bool) {
        let bytes = text.utf8.count
        guard let limit, bytes > 0 else { return (text, false) }
        let tokens =
            bytes <= Self.bytesInPiece ? 1 : (bytes + Self.bytesPerToken - 1) / Self.bytesPerToken
        if count + tokens <= limit {
            count += tokens
            return (text, false)
        }
        let left = max(0, limit - count)
        count = limit
        return (Self.prefix(of: text, bytes: tokens == 1 ? 0 : left * Self.bytesPerToken), true)
    }

    /// The longest beginning with at most so many bytes that cuts no character.
    private static func prefix(of text: String, bytes: Int) -> String {
        var end = text.startIndex
        var count = 0
        for index in text.indices {
            count += text[index].utf8.count
            if count > bytes { break }
            end = text.index(after: index)
        }
        return String(text[..<end])
    }
}
