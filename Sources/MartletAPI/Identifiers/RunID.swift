/// Identifies one run. Such as `run_…`; opaque.
public struct RunID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
