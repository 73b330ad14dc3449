/// Who speaks in a message. Open: a role that is not known here is kept as it came.
public struct ChatRole: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Instructions that the model follows.
    public static let system = ChatRole(rawValue: "system")
    /// Instructions, under the name that newer OpenAI models use.
    public static let developer = ChatRole(rawValue: "developer")
    /// The person or program that asks.
    public static let user = ChatRole(rawValue: "user")
    /// The model.
    public static let assistant = ChatRole(rawValue: "assistant")
    /// The result of a tool call.
    public static let tool = ChatRole(rawValue: "tool")
    /// The result of a function call; superseded by `tool`.
    public static let function = ChatRole(rawValue: "function")
}
