public import MartletAPI

/// A call of a tool: of an MCP server, of another agent, or one of ours.
public struct CodexToolUse: Hashable, Sendable {
    /// Names the item.
    public var id: String
    /// Where the tool is from: the MCP server's name, or a namespace.
    public var server: String?
    /// The tool.
    public var tool: String
    /// What it is called with.
    public var arguments: JSONValue
    /// What it returned.
    public var result: JSONValue?
    /// Why it failed.
    public var error: String?
    /// How it stands.
    public var status: CodexStatus
}
