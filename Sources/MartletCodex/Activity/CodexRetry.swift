/// Codex tries a request to the provider again. Not an error: the answer may still come.
public struct CodexRetry: Hashable, Sendable {
    /// What went wrong, in Codex's words.
    public var message: String
    /// The provider's status, when it answered at all.
    public var status: Int?
}
