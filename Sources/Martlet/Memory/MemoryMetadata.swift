import MartletAPI

import struct Foundation.Date

/// The metadata of a memory's vector, which is all that is stored of it beside the vector.
enum MemoryMetadata {
    /// The members that are memory's own. A caller's metadata never replaces them: GravixLayer's Python client merges it
    /// "**over** the above in sync: may overwrite even `user_id`", which puts a memory into another user's hands.
    static let core: Set<String> = [
        "user_id", "memory_type", "content", "created_at", "updated_at", "importance_score", "access_count",
        "embedding_model", "index_name",
    ]

    /// The metadata of a new memory.
    static func new(_ draft: MemoryDraft, userID: String, model: ModelID, index: String, time: String) -> JSONObject {
        var metadata: JSONObject = [
            "user_id": .string(userID), "memory_type": .string(draft.type.rawValue),
            "content": .string(draft.content), "created_at": .string(time), "updated_at": .string(time),
            "importance_score": .number(draft.importance), "access_count": 0,
            // "async/N also".
            "embedding_model": .string(model.rawValue), "index_name": .string(index),
        ]
        metadata.merge(own(draft.metadata))
        return metadata
    }

    /// What of a caller's metadata is taken.
    static func own(_ metadata: JSONObject) -> JSONObject {
        JSONObject(metadata.filter { !core.contains($0.key) })
    }
}

/// A memory that is to be stored.
struct MemoryDraft: Sendable {
    var id = MemoryID.new()
    var content: String
    var type: MemoryType
    var importance = 1.0
    /// The caller's metadata, and what the extraction notes.
    var metadata: JSONObject = [:]
    /// Whether it may become several memories when it is longer than the embedding model reads.
    var isDivisible = false
}
