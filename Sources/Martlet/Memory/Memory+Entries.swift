public import MartletAPI

public import struct Foundation.Date

/// GravixLayer's typed interface: the same memories as values with a property for each of their members.
extension Memory {
    /// Remembers a text as it is.
    ///
    /// - Parameters:
    ///   - content: What is to be remembered.
    ///   - userID: Whose memory it is.
    ///   - type: What kind of memory it is.
    ///   - metadata: See ``add(_:userID:metadata:embeddingModel:indexName:)``.
    ///   - id: Identifies it; one of the same user that is there is replaced. Nil: a new UUID.
    ///   - importanceScore: How much it matters, 0 to 1.
    ///   - embeddingModel: Instead of the configuration's.
    ///   - indexName: Instead of the configuration's.
    /// - Throws: As ``add(_:userID:metadata:embeddingModel:indexName:)``; ``MartletError/Code/conflict`` when another user
    ///   has a memory of that id.
    @discardableResult
    public func addMemory(
        _ content: String, userID: String, type: MemoryType = .factual, metadata: JSONObject = [:],
        id: MemoryID? = nil, importanceScore: Double = 1, embeddingModel: ModelID? = nil, indexName: String? = nil
    ) async throws -> MemoryEntry {
        try MemoryCore.check(userID: userID)
        try Self.check(content: content)
        try Self.check(importance: importanceScore)
        if let id {
            if try await core.isForeign(id, to: userID, index: indexName) {
                throw MartletError(.conflict, "There is a memory '\(id)' of another user: choose another id.")
            }
        }
        var draft = MemoryDraft(content: content, type: type, importance: importanceScore, metadata: metadata)
        if let id { draft.id = id }
        let model = embeddingModel ?? core.configuration.embeddingModel
        let entries = try await core.store([draft], userID: userID, model: model, index: indexName)
        guard let entry = entries.first else { throw MartletError(.decoding, "The memory was not stored.") }
        return entry
    }

    /// A user's memories that are close to a question, the closest first.
    ///
    /// - Parameters:
    ///   - types: Only memories of these types; nil for all.
    ///   - topK: The most that are wanted, 1 to 1000.
    ///   - minimumRelevance: The least score, up to 1. Default 0.7, as with GravixLayer's client; small embedding models
    ///     seldom reach it for a question, see ``search(_:userID:limit:threshold:embeddingModel:indexName:)``. 0 and less
    ///     is none at all.
    public func searchMemories(
        _ query: String, userID: String, types: [MemoryType]? = nil, topK: Int = 10, minimumRelevance: Double = 0.7,
        embeddingModel: ModelID? = nil, indexName: String? = nil
    ) async throws -> [MemoryMatch] {
        let configuration = core.configuration
        let found = try await core.search(
            query, userID: userID, types: types, limit: topK, model: embeddingModel ?? configuration.embeddingModel,
            index: indexName
        ).filter { minimumRelevance <= 0 || ($0.score ?? 0) >= minimumRelevance }
        if configuration.countsAccess { _ = try await core.countAccess(found, index: indexName) }
        return found.map { MemoryMatch(memory: $0.entry, relevanceScore: $0.score ?? 0) }
    }

    /// One memory of a user; nil when there is none of that id, or it is another user's.
    public func getMemory(_ id: MemoryID, userID: String, indexName: String? = nil) async throws -> MemoryEntry? {
        try await core.one(id, of: userID, index: indexName).map { MemoryEntry(id: id, stored: $0.metadata ?? [:]) }
    }

    /// Changes a memory. What is nil stays as it is.
    ///
    /// - Parameters:
    ///   - content: What it is to say. Without it nothing is embedded.
    ///   - metadata: Replaces the caller's own notes as a whole.
    ///   - importanceScore: How much it matters, 0 to 1.
    /// - Returns: The memory as it is now.
    /// - Throws: ``MartletError/Code/notFound`` when the user has no such memory; ``MartletError/Code/invalidArgument``
    ///   when nothing is to be changed.
    @discardableResult
    public func updateMemory(
        _ id: MemoryID, userID: String, content: String? = nil, metadata: JSONObject? = nil,
        importanceScore: Double? = nil, embeddingModel: ModelID? = nil, indexName: String? = nil
    ) async throws -> MemoryEntry {
        if let content { try Self.check(content: content) }
        if let importanceScore { try Self.check(importance: importanceScore) }
        guard content != nil || metadata != nil || importanceScore != nil else {
            throw MartletError(
                .invalidArgument, "Nothing is to be changed: give content, metadata or importanceScore.")
        }
        guard let vector = try await core.one(id, of: userID, index: indexName) else { throw MartletError.noMemory(id) }
        let model = embeddingModel ?? core.configuration.embeddingModel
        var stored = vector.metadata ?? [:]
        if let metadata {
            stored = JSONObject(stored.filter { MemoryMetadata.core.contains($0.key) })
            stored.merge(MemoryMetadata.own(metadata))
        }
        if let content {
            stored["content"] = .string(content)
            // An older class keeps the content here as well.
            if stored["data"] != nil, metadata == nil { stored["data"] = .string(content) }
            stored["embedding_model"] = .string(model.rawValue)
        }
        if let importanceScore { stored["importance_score"] = .number(importanceScore) }
        stored["updated_at"] = .string(core.text(of: core.now()))
        try await core.replace(vector, metadata: stored, content: content, model: model, index: indexName)
        return MemoryEntry(id: id, stored: stored)
    }

    /// Deletes a memory.
    ///
    /// - Returns: Whether the user had it.
    /// - Throws: ``MartletError/Code/conflict`` when its vector is protected.
    @discardableResult
    public func deleteMemory(_ id: MemoryID, userID: String, indexName: String? = nil) async throws -> Bool {
        guard let vector = try await core.one(id, of: userID, index: indexName) else { return false }
        try await core.delete(vector, index: indexName)
        return true
    }

    /// A user's memories of one type, the newest first.
    public func getMemoriesByType(
        _ type: MemoryType, userID: String, limit: Int = 50, indexName: String? = nil
    ) async throws -> [MemoryEntry] {
        try Self.check(limit: limit)
        let entries = try await core.all(of: userID, types: [type], index: indexName).map(\.entry)
        return Array(MemorySortKey.createdAt.sorted(entries, ascending: false).prefix(limit))
    }

    /// A user's memories in an order. Those that are equal come by their ids.
    public func listAllMemories(
        userID: String, limit: Int = 100, sortBy key: MemorySortKey = .createdAt, ascending: Bool = false,
        indexName: String? = nil
    ) async throws -> [MemoryEntry] {
        try Self.check(limit: limit)
        let entries = try await core.all(of: userID, index: indexName).map(\.entry)
        return Array(key.sorted(entries, ascending: ascending).prefix(limit))
    }

    /// Deletes a user's working memories that have grown old.
    ///
    /// - Parameters:
    ///   - age: How old. Default 2 hours since they were made.
    ///   - time: The time of day; nil for the clock's.
    /// - Returns: How many are gone. Memories without a time that can be read, and those that are protected, stay.
    @discardableResult
    public func cleanupWorkingMemory(
        userID: String, olderThan age: Duration = .seconds(7_200), at time: Date? = nil, indexName: String? = nil
    ) async throws -> Int {
        let seconds = Double(age.components.seconds) + Double(age.components.attoseconds) / 1e18
        let end = (time ?? core.now()).addingTimeInterval(-seconds)
        return try await core.deleteAll(index: indexName) {
            try await core.all(of: userID, types: [.working], index: indexName)
                .filter { $0.entry.createdAt.map { $0 < end } ?? false }.map(\.id)
        }.deletedCount
    }

    /// How many memories a user has, of each type.
    public func stats(userID: String, indexName: String? = nil) async throws -> MemoryStats {
        MemoryStats(of: try await core.all(of: userID, index: indexName).map(\.entry))
    }

    /// The users who have memories, in order.
    ///
    /// Every memory of the index is looked at, those of all users.
    ///
    /// - Parameter limit: The most users that are wanted.
    public func listAllUsers(limit: Int = 1_000, indexName: String? = nil) async throws -> [String] {
        try Self.check(limit: limit)
        let users = Set(try await core.all(of: nil, index: indexName).map(\.entry.userID))
        return Array(users.sorted().prefix(limit))
    }

    private static func check(content: String) throws(MartletError) {
        guard !content.allSatisfy(\.isWhitespace) else {
            throw MartletError(.invalidArgument, "The memory is empty: give it a text.")
        }
    }

    private static func check(importance: Double) throws(MartletError) {
        guard (0...1).contains(importance) else {
            throw MartletError(.invalidArgument, "The importance of a memory is 0 to 1, not \(importance).")
        }
    }
}
