/// Identifies one file. Such as `file-…`; opaque.
public struct FileID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
