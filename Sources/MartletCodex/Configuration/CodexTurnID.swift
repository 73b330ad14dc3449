public import MartletAPI

/// Names a turn of a thread: one question, and everything that Codex does to answer it. A UUID.
public struct CodexTurnID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
