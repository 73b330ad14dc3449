public import MartletAPI

/// A conversation as the platform keeps it.
public struct StoredThread: Hashable, Sendable {
    /// Its identifier.
    public var id: ThreadID
    /// Whose it is.
    public var owner: AccountID
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// The client's own notes.
    public var metadata: JSONObject
    /// OpenAI's `tool_resources`.
    public var toolResources: JSONObject?

    /// Creates a thread.
    public init(
        id: ThreadID, owner: AccountID, createdAt: Int, metadata: JSONObject = [:], toolResources: JSONObject? = nil
    ) {
        self.id = id
        self.owner = owner
        self.createdAt = createdAt
        self.metadata = metadata
        self.toolResources = toolResources
    }
}
