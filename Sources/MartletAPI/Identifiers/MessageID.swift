/// Identifies one message of a thread. Such as `msg_…`; opaque.
public struct MessageID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
