public import MartletAPI

/// Identifies bytes that the platform keeps.
public struct BlobID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
