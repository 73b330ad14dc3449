/// Identifies one response. Such as `resp_…`; opaque.
public struct ResponseID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
