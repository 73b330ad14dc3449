/// What can be told of a `data:` URL without decoding it.
///
/// RFC 2397 section 3: `dataurl := "data:" [ mediatype ] [ ";base64" ] "," data`.
struct DataURL {
    /// How many bytes the data decode to.
    let size: Int

    /// Checks a URL lightly: it must name a type of the kind, and its data must be in one line, not empty, and have only
    /// whole percent escapes.
    ///
    /// - Throws: ``MediaError`` with ``MediaError/Code/invalidURL``, or ``MediaError/Code/unsupportedType`` when the type
    ///   is of another kind. Without a type a data URL is text.
    init(_ url: String, kind: MediaKind) throws(MediaError) {
        let prefix = "data:"
        guard MediaSource.has(prefix, url), let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else {
            throw Self.invalid("it is not of the form data:TYPE;base64,DATA", kind: kind)
        }
        let header = url.utf8[..<comma].dropFirst(prefix.utf8.count)
            .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let type = header.first.flatMap { $0.isEmpty ? nil : MediaType(rawValue: $0) } ?? "text/plain"
        guard type.kind == kind else { throw .unsupported(type, kind: kind) }

        let data = url.utf8[url.utf8.index(after: comma)...]
        guard let last = data.last else { throw Self.invalid("it has no data", kind: kind) }
        guard data.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Self.invalid("its data have spaces, line ends or other characters that need escapes", kind: kind)
        }
        let escapes = try Self.escapeCount(in: data, kind: kind)
        let count = data.count - 2 * escapes
        if header.count > 1, header.last?.lowercased() == "base64" {
            let padding = last == UInt8(ascii: "=") ? (data.dropLast().last == last ? 2 : 1) : 0
            size = (count - padding) * 3 / 4
        } else {
            size = count
        }
    }

    private static func escapeCount(in data: Substring.UTF8View, kind: MediaKind) throws(MediaError) -> Int {
        var rest = data
        var count = 0
        while let escape = rest.firstIndex(of: UInt8(ascii: "%")) {
            let digits = rest[escape...].dropFirst().prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
                throw invalid("a percent sign in its data has no two hexadecimal digits behind it", kind: kind)
            }
            count += 1
            rest = rest[digits.endIndex...]
        }
        return count
    }

    private static func invalid(_ reason: String, kind: MediaKind) -> MediaError {
        MediaError(.invalidURL, "The \(kind)'s data URL is not valid: \(reason). Encode the \(kind) again.", kind: kind)
    }
}
