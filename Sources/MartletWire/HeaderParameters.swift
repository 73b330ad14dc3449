/// The value of a header field that has parameters: `form-data; name="file"; filename="a.txt"`.
struct HeaderParameters: Sendable {
    /// What stands before the first semicolon, in lower case.
    let value: String
    private var parameters: [(name: String, value: String, isQuoted: Bool)] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var index = bytes.firstIndex(of: 0x3B) ?? bytes.count
        value = Self.text(bytes[..<index].trimming(Self.isBlank)).lowercased()
        while index < bytes.count {
            // At a semicolon.
            let nameStart = index + 1
            index = bytes[nameStart...].firstIndex { $0 == 0x3D || $0 == 0x3B } ?? bytes.count
            let name = Self.text(bytes[nameStart..<index].trimming(Self.isBlank)).lowercased()
            guard index < bytes.count, bytes[index] == 0x3D else { continue }
            index += 1
            while index < bytes.count, Self.isBlank(bytes[index]) { index += 1 }
            if index < bytes.count, bytes[index] == 0x22 {
                let content = Self.quoted(bytes, from: &index)
                parameters.append((name, Self.text(content), true))
                index = bytes[index...].firstIndex(of: 0x3B) ?? bytes.count
            } else {
                let end = bytes[index...].firstIndex(of: 0x3B) ?? bytes.count
                parameters.append((name, Self.text(bytes[index..<end].trimming(Self.isBlank)), false))
                index = end
            }
        }
    }

    /// The value of a parameter, whose name is in lower case; nil when there is none.
    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The value of a parameter of a form, in which browsers write some characters their own way:
    /// "replace … 0x0A (LF) bytes … by `%0A`, 0x0D (CR) … by `%0D`, and 0x22 (") by `%22`" (WHATWG HTML, multipart form
    /// data). They leave a percent sign as it is, so nothing else is decoded.
    func formText(_ name: String) -> String? {
        guard let parameter = parameters.first(where: { $0.name == name }) else { return nil }
        guard parameter.isQuoted, parameter.value.utf8.contains(0x25) else { return parameter.value }
        let bytes = Array(parameter.value.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let byte = Self.percentEncoded(bytes, at: index), [0x0A, 0x0D, 0x22].contains(byte) {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return Self.text(decoded)
    }

    /// The value of `name*`, such as `UTF-8'en'na%C3%AFve` (RFC 5987); nil when there is none, or when it is malformed.
    func extendedText(_ name: String) -> String? {
        guard let text = self[name + "*"] else { return nil }
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let bytes = Array(parts[2].utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25 {
                guard let byte = Self.percentEncoded(bytes, at: index) else { return nil }
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        switch parts[0].lowercased() {
        case "utf-8": return String(validating: decoded, as: UTF8.self)
        case "iso-8859-1": return String(String.UnicodeScalarView(decoded.map { Unicode.Scalar($0) }))
        default: return nil
        }
    }

    /// The content of a quoted string; `index` is at its first quote, and then behind its last.
    ///
    /// A backslash makes a quote or a backslash an ordinary character; before any other it is one itself, as browsers
    /// write it.
    private static func quoted(_ bytes: [UInt8], from index: inout Int) -> [UInt8] {
        var content: [UInt8] = []
        index += 1
        while index < bytes.count, bytes[index] != 0x22 {
            if bytes[index] == 0x5C, index + 1 < bytes.count {
                let next = bytes[index + 1]
                // The last quote of all ends the string, also behind a backslash that a browser left as it was.
                let isEscape = next == 0x5C || (next == 0x22 && bytes[(index + 2)...].contains(0x22))
                if isEscape { index += 1 }
            }
            content.append(bytes[index])
            index += 1
        }
        index = min(index + 1, bytes.count)
        return content
    }

    /// The byte that `%XX` at an index stands for; nil when there is none.
    private static func percentEncoded(_ bytes: [UInt8], at index: Int) -> UInt8? {
        guard index + 2 < bytes.count, bytes[index] == 0x25, let high = hexadecimal(bytes[index + 1]),
            let low = hexadecimal(bytes[index + 2])
        else { return nil }
        return high << 4 | low
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    private static func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
