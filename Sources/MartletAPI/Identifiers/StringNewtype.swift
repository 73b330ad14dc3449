/// A string with a type of its own: an identifier, or one of a set of values that a server may extend.
///
/// Any string is a value. The values that are known are static members of the conforming type; one that a server sends
/// and this package does not know is kept as it came and written back.
public protocol StringNewtype: RawRepresentable<String>, Hashable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible, JSONFieldValue
{
    init(rawValue: String)
}

extension StringNewtype {
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    public var description: String { rawValue }

    /// A string, or a number or boolean as its text: some servers send numeric ids and reasons.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> Self? {
        try String.readField(from: &reader).map { Self(rawValue: $0) }
    }

    public func write(to writer: inout JSONWriter) { writer.value(rawValue) }

    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
