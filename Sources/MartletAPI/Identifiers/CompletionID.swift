/// Identifies one completion. Such as `cmpl-…`.
public struct CompletionID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
