/// The filename in a `Content-Disposition` (RFC 6266).
enum ContentDisposition {
    /// The name that a file is to be kept under; nil when there is none.
    ///
    /// `filename*` wins over `filename`, as section 4.3 recommends. What could lead to another directory is taken off:
    /// "recipients MUST NOT be able to write into any location other than one to which they are specifically entitled".
    static func filename(in header: String) -> String? {
        let parameters = parameters(of: header)
        let extended = parameters["filename*"].flatMap(decode)
        guard let name = extended ?? parameters["filename"] else { return nil }
        let last = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let clean = String(
            String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        return clean.isEmpty || clean == "." || clean == ".." ? nil : clean
    }

    private static func parameters(of header: String) -> [String: String] {
        var result: [String: String] = [:]
        var rest = Substring(header)
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(where: { $0 == "=" || $0 == ";" }), rest[equals] == "=" else { continue }
            let name = rest[..<equals].lowercased().filter { $0 != " " && $0 != "\t" }
            rest = rest[rest.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
            let value = rest.first == "\"" ? quoted(&rest) : String(rest.prefix { $0 != ";" && $0 != " " })
            if result[name] == nil { result[name] = value }
        }
        return result
    }

    /// A quoted string at the front, which is taken off.
    private static func quoted(_ rest: inout Substring) -> String {
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst() {
            if character == "\"" { break }
            if character == "\\", let escaped = rest.first {
                value.append(escaped)
                rest = rest.dropFirst()
            } else {
                value.append(character)
            }
        }
        return value
    }

    /// RFC 8187: `UTF-8''` and percent-encoded bytes.
    private static func decode(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(parts[2].utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else {
                    return nil
                }
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
