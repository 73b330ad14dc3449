/// How vectors travel. Open.
public struct EncodingFormat: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// As JSON arrays of numbers.
    public static let float = EncodingFormat(rawValue: "float")
    /// As base64 of little-endian 32-bit floats: a third of the size.
    public static let base64 = EncodingFormat(rawValue: "base64")
}
