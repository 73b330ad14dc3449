import Martlet

/// Takes keys, bearer tokens, and users and passwords in URLs out of what Codex prints.
struct CodexRedactor: Sendable {
    private let redactor: Redactor

    /// - Parameter secrets: The keys that Codex was given.
    init(secrets: [String]) {
        redactor = Redactor(secrets: secrets)
    }

    /// The text without its secrets.
    func redact(_ text: String) -> String { Self.withoutUsers(redactor.redact(text)) }

    /// The text without what stands between `://` and `@` in its URLs.
    private static func withoutUsers(_ text: String) -> String {
        guard text.contains("@"), text.contains("://") else { return text }
        var result = ""
        var rest = text[...]
        while let scheme = rest.firstRange(of: "://") {
            result += rest[..<scheme.upperBound]
            rest = rest[scheme.upperBound...]
            let authority = rest.prefix { !$0.isWhitespace && !"/?#\"'<>".contains($0) }
            if let at = authority.lastIndex(of: "@") {
                result += "[redacted]"
                rest = rest[at...]
            }
        }
        return result + rest
    }
}
