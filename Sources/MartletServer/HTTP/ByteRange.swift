/// Which bytes a request asks for (RFC 9110, section 14).
enum ByteRange: Equatable {
    /// All of them: no range is asked for, none that is understood, or several at once, which a server may refuse to
    /// take apart.
    case whole
    case part(Range<Int>)
    /// None of them is there.
    case unsatisfiable

    /// What the value of a `Range` field means for a body.
    ///
    /// "A server that supports range requests MAY ignore or reject a Range header field that contains an invalid
    /// ranges-specifier": here it is ignored.
    static func find(in value: String?, size: Int) -> ByteRange {
        guard let value, let equals = value.firstIndex(of: "="),
            value[..<equals].trimmingWhitespace().lowercased() == "bytes"
        else { return .whole }
        let ranges = value[value.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: true)
            .map { $0.trimmingWhitespace() }.filter { !$0.isEmpty }
        guard ranges.count == 1, let hyphen = ranges[0].firstIndex(of: "-") else { return .whole }
        let first = ranges[0][..<hyphen]
        let last = ranges[0][ranges[0].index(after: hyphen)...]
        guard !first.isEmpty else {
            // "bytes=-500": the last 500 bytes; all of them when there are less.
            guard let count = number(last) else { return .whole }
            return count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
        }
        guard let start = number(first), let end = last.isEmpty ? .max : number(last), start <= end else {
            return .whole
        }
        return start < size ? .part(start..<(min(end, size - 1) + 1)) : .unsatisfiable
    }

    /// Digits; what is too large to count is as large as can be.
    private static func number(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? .max
    }
}
