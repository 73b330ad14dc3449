public import MartletAPI

/// A call of a tool that a handler of ours answers, while the turn goes on.
public struct CodexToolCall: Hashable, Sendable {
    /// Names the call.
    public var id: ToolCallID
    /// The tool.
    public var name: String
    /// What it is called with.
    public var arguments: JSONValue
    /// The thread.
    public var threadID: CodexThreadID

    /// Creates a call, for tests of handlers.
    public init(id: ToolCallID, name: String, arguments: JSONValue, threadID: CodexThreadID) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.threadID = threadID
    }
}
