/// How much a reasoning model may think. Open.
public struct ReasoningEffort: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The effort `none`.
    public static let none = ReasoningEffort(rawValue: "none")
    /// The effort `minimal`.
    public static let minimal = ReasoningEffort(rawValue: "minimal")
    /// The effort `low`.
    public static let low = ReasoningEffort(rawValue: "low")
    /// The effort `medium`.
    public static let medium = ReasoningEffort(rawValue: "medium")
    /// The effort `high`.
    public static let high = ReasoningEffort(rawValue: "high")
    /// The effort `xhigh`.
    public static let xhigh = ReasoningEffort(rawValue: "xhigh")
}
