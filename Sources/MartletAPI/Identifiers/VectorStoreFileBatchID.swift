/// Identifies one batch of files of a vector store. Such as `vsfb_…`; opaque.
public struct VectorStoreFileBatchID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
