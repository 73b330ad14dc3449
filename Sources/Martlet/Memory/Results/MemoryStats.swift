public import MartletAPI

public import struct Foundation.Date

/// How many memories a user has.
public struct MemoryStats: Hashable, Sendable {
    /// How many there are, of all types.
    public var total = 0
    /// How many there are of each type.
    public var counts: [MemoryType: Int] = [:]
    /// When one was last made or changed; nil when there are none.
    public var lastUpdated: Date?

    /// No memories.
    public init() {}

    /// Counts memories.
    public init(of entries: some Sequence<MemoryEntry>) {
        for entry in entries {
            total += 1
            counts[entry.type, default: 0] += 1
            for time in [entry.createdAt, entry.updatedAt].compactMap(\.self) {
                lastUpdated = max(lastUpdated ?? time, time)
            }
        }
    }

    /// How many are factual.
    public var factualCount: Int { counts[.factual] ?? 0 }
    /// How many are episodic.
    public var episodicCount: Int { counts[.episodic] ?? 0 }
    /// How many are working memory.
    public var workingCount: Int { counts[.working] ?? 0 }
    /// How many are semantic.
    public var semanticCount: Int { counts[.semantic] ?? 0 }

    /// The statistics as GravixLayer's client shows them as a dictionary.
    public var json: JSONValue {
        [
            "total_memories": .integer(total), "factual_count": .integer(factualCount),
            "episodic_count": .integer(episodicCount), "working_count": .integer(workingCount),
            "semantic_count": .integer(semanticCount),
            "last_updated": lastUpdated.map { .string(MemoryTime.text($0)) } ?? .null,
        ]
    }
}
