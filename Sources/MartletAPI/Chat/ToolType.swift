/// The kind of a tool. Open.
public struct ToolType: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A function with a JSON schema.
    public static let function = ToolType(rawValue: "function")
    /// A tool that takes free text.
    public static let custom = ToolType(rawValue: "custom")
}
