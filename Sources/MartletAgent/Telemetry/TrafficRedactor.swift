import HTTPTypes
import MartletAPI

/// Makes what is captured fit to be shown: of keys the last four characters are left, and of media in `data:` URLs the
/// beginning.
struct TrafficRedactor: Sendable {
    private let secrets: [[UInt8]]

    /// Knows no key.
    init() { secrets = [] }

    /// Knows the keys of a configuration.
    init(_ model: ModelConfig) {
        var found = [model.apiKey].compactMap { $0 }
        for (name, value) in model.extraHeaders where Self.isSecret(name: name) {
            // Of `Bearer KEY` the key.
            found += value.split(separator: " ").suffix(1).map(String.init)
        }
        // Shorter ones are too common to search for. A key may begin with another one.
        secrets = found.map { Array($0.utf8) }.filter { $0.count >= 4 }.sorted { $0.count > $1.count }
    }

    /// How many characters of a medium are left.
    private static let keptOfMedium = 32

    /// Whether a header or a query item of this name is not to be shown.
    static func isSecret(name: String) -> Bool {
        let name = name.lowercased()
        return name != "idempotency-key"
            && ["auth", "key", "token", "secret", "cookie", "signature", "password"].contains { name.contains($0) }
    }

    /// A key as it may be shown: its last four characters, and of a short one nothing.
    static func masked(_ secret: some StringProtocol) -> String {
        secret.count >= 12 ? "****\(secret.suffix(4))" : "****"
    }

    /// A URL without user, password and query.
    static func shown(url: some StringProtocol) -> String {
        var text = url.prefix { $0 != "?" && $0 != "#" }.description
        if let scheme = text.firstRange(of: "://") {
            let authority = text[scheme.upperBound...].prefix { $0 != "/" }
            if let at = authority.lastIndex(of: "@") { text.removeSubrange(scheme.upperBound...at) }
        }
        return text
    }

    /// The headers as lines, with keys masked.
    func lines(_ headers: HTTPFields) -> [String] {
        headers.map { field in
            guard Self.isSecret(name: field.name.rawName) else {
                return "\(field.name.rawName): \(redact(field.value))"
            }
            let words = field.value.split(separator: " ")
            let scheme = words.count == 2 ? "\(words[0]) " : ""
            return "\(field.name.rawName): \(scheme)\(Self.masked(words.last ?? ""))"
        }
    }

    /// A text without keys and with media shortened.
    func redact(_ text: String) -> String {
        var text = text
        let bytes = text.withUTF8 { redacted($0) }
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Bytes as text, without keys and with media shortened.
    func text(_ bytes: some Sequence<UInt8>) -> String {
        redact(String(decoding: Array(bytes), as: UTF8.self))
    }

    private static let mediumMark = Array(";base64,".utf8)

    /// The text redacted; nil when there is nothing to redact.
    private func redacted(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        // Up to where `bytes` was copied.
        var copied = 0
        var index = 0
        while index < bytes.count {
            if let secret = secrets.first(where: { Self.has(bytes, $0, at: index) }) {
                result += bytes[copied..<index]
                result += Self.masked(String(decoding: secret, as: UTF8.self)).utf8
                index += secret.count
                copied = index
            } else if Self.has(bytes, Self.mediumMark, at: index) {
                let start = index + Self.mediumMark.count
                let end = bytes[start...].firstIndex { !Self.isBase64($0) } ?? bytes.count
                if end - start > 2 * Self.keptOfMedium {
                    result += bytes[copied..<(start + Self.keptOfMedium)]
                    result += "…(\(end - start) characters)".utf8
                    copied = end
                }
                index = end
            } else {
                index += 1
            }
        }
        if copied == 0 { return nil }
        return result + bytes[copied...]
    }

    private static func has(_ bytes: UnsafeBufferPointer<UInt8>, _ text: [UInt8], at index: Int) -> Bool {
        guard bytes[index] == text[0], bytes.count - index >= text.count else { return false }
        return text.indices.allSatisfy { bytes[index + $0] == text[$0] }
    }

    /// The alphabet, and the backslash, which some writers of JSON put before each slash.
    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "\\"):
            true
        default: false
        }
    }
}

extension TrafficRedactor: CustomReflectable {
    // `dump` of whatever holds a redactor would show the keys.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
