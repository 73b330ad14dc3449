/// Takes keys, bearer tokens and signatures out of text before it reaches an error or a log.
struct Redactor: Sendable {
    private let secrets: [[UInt8]]
    private static let mark = Array("[redacted]".utf8)
    /// What a secret follows: everything up to the next delimiter is taken out.
    private static let prefixes: [[UInt8]] = [
        "sk-", "Bearer ", "bearer ", "X-Amz-Signature=", "X-Amz-Credential=", "X-Goog-Signature=", "Signature=", "sig=",
        "api_key=", "api-key=", "access_token=",
    ].map { Array($0.utf8) }

    /// - Parameter secrets: The client's own keys; those shorter than 4 bytes are too common to search for.
    init(secrets: [String]) {
        self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= 4 }
    }

    func redact(_ text: String) -> String {
        String(decoding: redact(Array(text.utf8)), as: UTF8.self)
    }

    func redact(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let secret = secrets.first(where: { bytes[index...].starts(with: $0) }) {
                result += Self.mark
                index += secret.count
            } else if let prefix = Self.prefixes.first(where: { bytes[index...].starts(with: $0) }),
                index == 0 || !Self.isTokenByte(bytes[index - 1])
            {
                let end = bytes[(index + prefix.count)...].firstIndex { !Self.isTokenByte($0) } ?? bytes.count
                // A short word behind the prefix is language, not a key.
                if end - index - prefix.count >= 8 {
                    result += prefix + Self.mark
                } else {
                    result += bytes[index..<end]
                }
                index = max(end, index + 1)
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "*"):
            true
        default: false
        }
    }
}
