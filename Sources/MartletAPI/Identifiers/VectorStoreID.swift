/// Identifies one vector store. Such as `vs_…`; opaque.
public struct VectorStoreID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
