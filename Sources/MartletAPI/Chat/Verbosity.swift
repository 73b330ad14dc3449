/// How long answers should be. Open.
public struct Verbosity: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The verbosity `low`.
    public static let low = Verbosity(rawValue: "low")
    /// The verbosity `medium`.
    public static let medium = Verbosity(rawValue: "medium")
    /// The verbosity `high`.
    public static let high = Verbosity(rawValue: "high")
}
