import Martlet

/// Takes keys, bearer tokens, and users and passwords in URLs out of what Codex prints.
struct CodexRedactor: Sendable {
    private let redactor: Redactor

    /// - Parameter secrets: The keys that Codex was given.
    init(secrets: [String]) {
        redactor = Redactor(secrets: secrets)
    }

    func redact(_ text: String) -> String { redactor.redact(text) }
}
