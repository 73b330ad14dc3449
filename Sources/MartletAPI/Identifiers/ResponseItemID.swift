/// Identifies one item of a response. Such as `msg_…`, `fc_…` or `rs_…`; opaque.
public struct ResponseItemID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
