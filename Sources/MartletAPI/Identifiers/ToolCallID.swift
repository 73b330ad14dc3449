/// Identifies one tool call of an assistant's message; the tool's answer names it.
public struct ToolCallID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
