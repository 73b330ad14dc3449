/// Identifies one vector index. Opaque.
public struct VectorIndexID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
