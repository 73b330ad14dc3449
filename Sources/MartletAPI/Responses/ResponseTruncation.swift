/// What happens to a conversation that is longer than the model's context. Open.
public struct ResponseTruncation: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The request fails. The default.
    public static let disabled = ResponseTruncation(rawValue: "disabled")
    /// The oldest items are left out.
    public static let auto = ResponseTruncation(rawValue: "auto")
}
