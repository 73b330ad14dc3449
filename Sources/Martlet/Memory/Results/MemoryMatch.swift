public import MartletAPI

/// A memory that a search found.
public struct MemoryMatch: Hashable, Sendable {
    /// The memory.
    public var memory: MemoryEntry
    /// How close it is; higher is closer.
    public var relevanceScore: Double

    /// Creates a match.
    public init(memory: MemoryEntry, relevanceScore: Double) {
        self.memory = memory
        self.relevanceScore = relevanceScore
    }

    /// The match as GravixLayer's client shows it as a dictionary.
    public var json: JSONValue { ["memory": memory.json, "relevance_score": .number(relevanceScore)] }
}
