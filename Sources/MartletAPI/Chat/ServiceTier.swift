/// The processing tier of a request or of its answer. Open.
public struct ServiceTier: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Chosen by the project's settings.
    public static let auto = ServiceTier(rawValue: "auto")
    /// The standard tier.
    public static let standard = ServiceTier(rawValue: "default")
    /// Cheaper and slower.
    public static let flex = ServiceTier(rawValue: "flex")
    /// Reserved capacity.
    public static let scale = ServiceTier(rawValue: "scale")
    /// Faster and dearer.
    public static let priority = ServiceTier(rawValue: "priority")
}
