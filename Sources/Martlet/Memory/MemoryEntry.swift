public import MartletAPI

public import struct Foundation.Date

/// One memory of a user.
public struct MemoryEntry: Hashable, Sendable, Identifiable {
    /// Identifies it within its index.
    public var id: MemoryID
    /// What is remembered.
    public var content: String
    /// What kind of memory it is.
    public var type: MemoryType
    /// Whose it is.
    public var userID: String
    /// The caller's own notes, and what the extraction noted. What has a property here is not among it.
    public var metadata: JSONObject
    /// When it was made; nil when the index has no time that can be read.
    public var createdAt: Date?
    /// When its content or metadata last changed.
    public var updatedAt: Date?
    /// How much it matters, 0 to 1.
    public var importanceScore: Double
    /// How often it was found by a search, where that is counted; see ``MemoryConfiguration/countsAccess``.
    public var accessCount: Int

    /// Creates an entry; what is not named here is a property to set.
    public init(id: MemoryID, content: String, type: MemoryType = .factual, userID: String) {
        self.id = id
        self.content = content
        self.type = type
        self.userID = userID
        metadata = [:]
        importanceScore = 1
        accessCount = 0
    }
}

extension MemoryEntry {
    /// Reads the metadata of a vector.
    ///
    /// Memories that others have written may lack anything but the user; `data` is what an older class called `content`.
    init(id: MemoryID, stored: JSONObject) {
        let content = stored["content"]?.stringValue ?? stored["data"]?.stringValue ?? ""
        self.init(
            id: id, content: content, type: MemoryType(rawValue: stored["memory_type"]?.stringValue ?? "factual"),
            userID: stored["user_id"]?.stringValue ?? "")
        createdAt = stored["created_at"]?.stringValue.flatMap { MemoryTime.date(from: $0) }
        updatedAt = stored["updated_at"]?.stringValue.flatMap { MemoryTime.date(from: $0) }
        importanceScore = stored["importance_score"]?.doubleValue ?? 1
        accessCount = stored["access_count"]?.intValue ?? 0
        metadata = JSONObject(stored.filter { !MemoryMetadata.core.contains($0.key) })
    }

    /// The entry as GravixLayer's client shows it as a dictionary.
    public var json: JSONValue {
        func time(_ date: Date?) -> JSONValue { date.map { .string(MemoryTime.text($0)) } ?? .null }
        return [
            "id": .string(id.rawValue), "content": .string(content), "memory_type": .string(type.rawValue),
            "user_id": .string(userID), "metadata": .object(metadata), "created_at": time(createdAt),
            "updated_at": time(updatedAt), "importance_score": .number(importanceScore),
            "access_count": .integer(accessCount),
        ]
    }
}
