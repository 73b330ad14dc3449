/// How detailed a summary of the reasoning is wanted. Open.
public struct ResponseReasoningSummary: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// As detailed as the model can.
    public static let auto = ResponseReasoningSummary(rawValue: "auto")
    /// Short.
    public static let concise = ResponseReasoningSummary(rawValue: "concise")
    /// Long.
    public static let detailed = ResponseReasoningSummary(rawValue: "detailed")
}
