/// Identifies one thread. Such as `thread_…`; opaque.
public struct ThreadID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
