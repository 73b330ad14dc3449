public import MartletAPI

/// A memory as GravixLayer's client gives it back.
public struct MemoryItem: Hashable, Sendable, Identifiable {
    /// Identifies it within its index.
    public var id: MemoryID
    /// What is remembered.
    public var memory: String
    /// The whole metadata, with memory's own members: `user_id`, `memory_type`, `content` and others.
    public var metadata: JSONObject
    /// How close it is to what was searched for, higher is closer; nil where nothing was searched for.
    public var score: Double?

    /// Creates an item.
    public init(id: MemoryID, memory: String, metadata: JSONObject, score: Double? = nil) {
        self.id = id
        self.memory = memory
        self.metadata = metadata
        self.score = score
    }
}

extension MemoryItem {
    init(id: MemoryID, stored: JSONObject, score: Double? = nil) {
        let memory = stored["content"]?.stringValue ?? stored["data"]?.stringValue ?? ""
        self.init(id: id, memory: memory, metadata: stored, score: score)
    }

    /// Always empty. GravixLayer: "Main path writes no `hash`; results report """.
    public var hash: String { "" }
    /// When it was made, as the index has it.
    public var createdAt: String? { metadata["created_at"]?.stringValue }
    /// When it was last changed, as the index has it.
    public var updatedAt: String? { metadata["updated_at"]?.stringValue }
    /// The same memory with types.
    public var entry: MemoryEntry { MemoryEntry(id: id, stored: metadata) }

    /// The item as GravixLayer's client gives it back.
    public var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id.rawValue), "memory": .string(memory), "hash": .string(hash), "metadata": .object(metadata),
        ]
        if let score { object["score"] = .number(score) }
        object["created_at"] = createdAt.map { .string($0) } ?? .null
        object["updated_at"] = updatedAt.map { .string($0) } ?? .null
        return .object(object)
    }
}
