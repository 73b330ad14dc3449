/// The name under which a platform serves a model, such as `smollm2` or `gpt-4o-mini`.
public struct ModelID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
