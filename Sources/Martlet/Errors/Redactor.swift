import HTTPTypes

/// Takes keys, bearer tokens and signatures out of text before it reaches an error or a log.
package struct Redactor: Sendable {
    private let secrets: [[UInt8]]

    /// - Parameter secrets: The client's own keys; those shorter than 4 bytes are too common to search for.
    package init(secrets: [String]) {
        var found: [[UInt8]] = []
        for secret in secrets where secret.utf8.count >= 4 {
            let bytes = Array(secret.utf8)
            // As it stands, and as servers quote it in JSON and in URLs.
            for form in [bytes, Self.escapingSlashes(bytes), Self.percentEncoding(bytes)] where !found.contains(form) {
                found.append(form)
            }
        }
        // A key may begin with another one.
        self.secrets = found.sorted { $0.count > $1.count }
    }

    private init(bytes: [[UInt8]]) {
        secrets = bytes.sorted { $0.count > $1.count }
    }

    /// A redactor that also knows the secrets a call carries in headers and query items of its own.
    func adding(_ options: RequestOptions) -> Redactor {
        if options.headers.isEmpty, options.query.isEmpty { return self }
        var own: [String] = []
        for field in options.headers where Self.isSecret(name: field.name.canonicalName) {
            // Of `Bearer KEY` the key.
            own += field.value.split(separator: " ").suffix(1).map(String.init)
        }
        for item in options.query where Self.isSecret(name: item.name.lowercased()) { own.append(item.value) }
        return own.isEmpty ? self : Redactor(bytes: secrets + Redactor(secrets: own).secrets)
    }

    /// Whether what goes by this name, in lower case, is not to be shown.
    static func isSecret(name: String) -> Bool {
        ["auth", "key", "token", "secret", "cookie", "signature", "password", "sig"].contains { name.contains($0) }
            && name != "idempotency-key"
    }

    /// The value of a header or a query item, unless its name says that it is not to be shown.
    static func shown(_ value: String, of name: String) -> String {
        isSecret(name: name.lowercased()) ? String(decoding: mark, as: UTF8.self) : nobodys.redact(value)
    }

    private static let nobodys = Redactor(secrets: [])

    /// A URL without what may be secret in it: user, password and query.
    package static func shown(url text: some StringProtocol) -> String {
        var text = text.prefix { $0 != "?" && $0 != "#" }.description
        if let scheme = text.firstRange(of: "://") {
            let authority = text[scheme.upperBound...].prefix { $0 != "/" }
            if let at = authority.lastIndex(of: "@") { text.removeSubrange(scheme.upperBound...at) }
        }
        return String(nobodys.redact(text).prefix(200))
    }

    /// The text without its secrets.
    package func redact(_ text: String) -> String {
        var text = text
        let bytes = text.withUTF8 { redacted($0) }
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    func redact(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { redacted($0) } ?? bytes
    }

    func redact(_ headers: HTTPFields) -> HTTPFields {
        var result = HTTPFields()
        for var field in headers {
            let value = redact(field.value)
            if value != field.value { field.value = value }
            result.append(field)
        }
        return result
    }

    // MARK: The search

    private static let mark = Array("[redacted]".utf8)

    /// What a secret follows, in lower case: everything up to the next delimiter is taken out.
    private static let prefixes: [[UInt8]] = [
        "sk-", "bearer ", "basic ", "x-amz-signature=", "x-amz-credential=", "x-amz-security-token=",
        "x-goog-signature=", "x-goog-credential=", "signature=", "sig=", "api_key=", "api-key=", "apikey=", "key=",
        "access_token=", "token=",
    ].map { Array($0.utf8) }

    /// For each byte, whether a prefix begins with it, in upper or lower case.
    private static let begins: [Bool] = (0...255).map { byte in
        prefixes.contains { $0[0] == lowercase(UInt8(byte)) }
    }

    /// The text without its secrets; nil when it has none.
    private func redacted(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        // Up to where `bytes` was copied.
        var copied = 0
        var index = 0
        func replace(upTo end: Int, keeping kept: Int) {
            result += bytes[copied..<(index + kept)]
            result += Self.mark
            copied = end
            index = end
        }
        while index < bytes.count {
            if let secret = secrets.first(where: { Self.has(bytes, $0, at: index) }) {
                replace(upTo: index + secret.count, keeping: 0)
            } else if Self.begins[Int(bytes[index])], Self.isBoundary(bytes, index),
                let prefix = Self.prefixes.first(where: { Self.hasPrefix(bytes, $0, at: index) })
            {
                let start = index + prefix.count
                let end = bytes[start...].firstIndex { !Self.isTokenByte($0) } ?? bytes.count
                // A short word behind the prefix is language, not a key.
                if end - start >= 8 { replace(upTo: end, keeping: prefix.count) } else { index += 1 }
            } else {
                index += 1
            }
        }
        if copied == 0 { return nil }
        return result + bytes[copied...]
    }

    private static func has(_ bytes: UnsafeBufferPointer<UInt8>, _ text: [UInt8], at index: Int) -> Bool {
        guard bytes.count - index >= text.count, bytes[index] == text[0] else { return false }
        return text.indices.allSatisfy { bytes[index + $0] == text[$0] }
    }

    private static func hasPrefix(_ bytes: UnsafeBufferPointer<UInt8>, _ text: [UInt8], at index: Int) -> Bool {
        guard bytes.count - index >= text.count else { return false }
        return text.indices.allSatisfy { lowercase(bytes[index + $0]) == text[$0] }
    }

    /// Whether a word may begin here. `\u0026` is how some JSON writers put the `&` between query items.
    private static func isBoundary(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        guard index > 0, isAlphanumeric(bytes[index - 1]) else { return true }
        return index >= 6 && has(bytes, Array(#"\u0026"#.utf8), at: index - 6)
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "~"):
            true
        default: isAlphanumeric(byte)
        }
    }

    // MARK: Forms of a secret

    private static func escapingSlashes(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == UInt8(ascii: "/") ? [UInt8(ascii: "\\"), $0] : [$0] }
    }

    private static func percentEncoding(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            if isAlphanumeric(byte) || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte) { return [byte] }
            let digits = String(byte, radix: 16, uppercase: true)
            return Array("%\(digits.count == 1 ? "0" : "")\(digits)".utf8)
        }
    }
}

extension Redactor: CustomReflectable {
    // `dump` of whatever holds a redactor would show the secrets.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
