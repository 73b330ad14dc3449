/// What kind of vectors an index holds.
public struct VectorType: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A number in every dimension. The only kind.
    public static let dense = VectorType(rawValue: "dense")
}
