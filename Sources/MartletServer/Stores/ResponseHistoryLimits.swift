/// How much of a conversation is read for one response.
public struct ResponseHistoryLimits: Hashable, Sendable {
    /// The most responses that one continues, one behind the other.
    public var responses: Int
    /// How large their items may be together, in bytes of JSON.
    public var bytes: Int

    /// Describes limits.
    public init(responses: Int, bytes: Int) {
        self.responses = responses
        self.bytes = bytes
    }
}
