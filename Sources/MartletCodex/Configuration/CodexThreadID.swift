public import MartletAPI

/// Names a thread of Codex: a conversation with its history. A UUID.
public struct CodexThreadID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
