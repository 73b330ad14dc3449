/// How an index is served.
public struct VectorIndexType: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Shared. The default.
    public static let serverless = VectorIndexType(rawValue: "serverless")
    /// On machines of its own.
    public static let dedicated = VectorIndexType(rawValue: "dedicated")
}
