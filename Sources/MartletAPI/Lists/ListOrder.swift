/// In which order of their creation a list's elements come. Open: an order that is not known here is kept as it came.
public struct ListOrder: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The oldest first.
    public static let ascending = ListOrder(rawValue: "asc")
    /// The newest first. The default everywhere.
    public static let descending = ListOrder(rawValue: "desc")
}
