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
}
