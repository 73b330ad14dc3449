/// Identifies one vector within its index. Chosen by the caller, or else by the platform.
public struct VectorID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
