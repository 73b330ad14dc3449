/// Identifies one assistant. Such as `asst_…`; opaque.
public struct AssistantID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
