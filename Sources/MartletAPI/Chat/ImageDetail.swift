/// In how much detail an image is looked at. Open.
public struct ImageDetail: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The detail `auto`.
    public static let auto = ImageDetail(rawValue: "auto")
    /// The detail `low`.
    public static let low = ImageDetail(rawValue: "low")
    /// The detail `high`.
    public static let high = ImageDetail(rawValue: "high")
}
