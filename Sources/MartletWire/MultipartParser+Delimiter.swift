extension MultipartParser {
    /// A line that separates parts.
    struct DelimiterLine {
        /// The index of the first byte behind it.
        var end: Int
        /// Whether it is the one behind the last part.
        var isLast: Bool
        var hasCarriageReturn: Bool
    }

    /// Whether a line is one that separates parts.
    enum DelimiterSearch {
        case none
        /// What has come so far may be the beginning of one.
        case undecided
        case found(DelimiterLine)
    }

    /// The most spaces and tabs behind a boundary. More make the line data.
    private static var paddingBytes: Int { 256 }

    /// Looks for a delimiter line that begins at an index.
    ///
    /// "The boundary delimiter line is then defined as a line consisting entirely of two hyphen characters … followed by
    /// the boundary parameter value from the Content-Type header field, optional linear whitespace, and a terminating
    /// CRLF." A line that only begins like one is data. The last one has two more hyphens, and may end with the input.
    func delimiterLine(at start: Int) -> DelimiterSearch {
        let shared = min(delimiter.count, bytes.count - start)
        for offset in 0..<max(0, shared) where bytes[start + offset] != delimiter[offset] { return .none }
        let unfinished: DelimiterSearch = isAtEnd ? .none : .undecided
        guard shared == delimiter.count else { return unfinished }
        var index = start + shared
        var isLast = false
        if index < bytes.count, bytes[index] == 0x2D {
            guard index + 1 < bytes.count else { return unfinished }
            guard bytes[index + 1] == 0x2D else { return .none }
            isLast = true
            index += 2
        }
        let padding = index
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        guard index - padding <= Self.paddingBytes else { return .none }
        let end = DelimiterLine(end: bytes.count, isLast: true, hasCarriageReturn: true)
        let atEnd: DelimiterSearch = isLast && isAtEnd ? .found(end) : unfinished
        guard index < bytes.count else { return atEnd }
        if bytes[index] == ByteScan.lineFeed {
            return .found(DelimiterLine(end: index + 1, isLast: isLast, hasCarriageReturn: false))
        }
        guard bytes[index] == ByteScan.carriageReturn else { return .none }
        guard index + 1 < bytes.count else { return atEnd }
        guard bytes[index + 1] == ByteScan.lineFeed else { return .none }
        return .found(DelimiterLine(end: index + 2, isLast: isLast, hasCarriageReturn: true))
    }

    /// The index of the first LF at or after an index.
    func firstLineFeed(from start: Int) -> Int? {
        bytes.withUnsafeBytes { ByteScan.firstLineEnd(in: $0, from: start, of: .lineFeed) }
    }
}
