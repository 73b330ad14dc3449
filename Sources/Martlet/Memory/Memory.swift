public import MartletAPI

/// What is remembered of users: facts from texts and conversations, found again by meaning.
///
/// ```swift
/// let memory = try client.memory()
/// try await memory.add([.user("I'm vegetarian."), .assistant("Noted.")], userID: "ada")
/// let found = try await memory.search("What does she eat?", userID: "ada", limit: 3)
/// print(found.results.first?.memory ?? "nothing")
/// ```
///
/// It is composed of a chat model, an embedding model and one vector index, in which each memory has the id of its user:
/// GravixLayer's own composition, so that its clients and this one can share an index. Nobody is given another user's
/// memory, neither by a search nor by its id.
///
/// Copies share the configuration and what is known of the index. Creating one sends nothing. The index is made by the
/// first call that stores something; until then what only reads finds nothing.
///
/// All methods throw ``MartletError`` and `CancellationError`; nothing is printed, and nothing is made of a failure.
/// ``MartletError/Code/invalidArgument`` is thrown, with nothing sent, for a user's id or an index's name that is empty.
public struct Memory: Sendable {
    let core: MemoryCore

    // MARK: Adding

    /// Remembers a text as it is, as one memory. No model judges it.
    ///
    /// - Parameters:
    ///   - text: What is to be remembered.
    ///   - userID: Whose memory it is.
    ///   - metadata: The caller's own notes. Members that are memory's own (`user_id`, `memory_type`, `content`,
    ///     `created_at`, `updated_at`, `importance_score`, `access_count`, `embedding_model`, `index_name`) are left out.
    ///   - embeddingModel: Instead of the configuration's.
    ///   - indexName: Instead of the configuration's.
    /// - Throws: ``MartletError/Code/invalidArgument``, with nothing sent, for a text without a character;
    ///   ``MartletError/Code/contextLengthExceeded`` for one that is longer than the embedding model reads;
    ///   ``MartletError/Code/invalidConfiguration`` when the index has vectors of another length than the model makes.
    @discardableResult
    public func add(
        _ text: String, userID: String, metadata: JSONObject = [:], embeddingModel: ModelID? = nil,
        indexName: String? = nil
    ) async throws -> MemoryAddition {
        let entry = try await addMemory(
            text, userID: userID, metadata: metadata, embeddingModel: embeddingModel, indexName: indexName)
        return MemoryAddition(results: [MemoryEvent(entry: entry)], outcome: .stored)
    }

    /// Remembers what a conversation says about the user.
    ///
    /// The chat model is asked once for facts, in a form that the platform's grammar enforces. What it says is judged, see
    /// ``MemoryExtraction``, and each fact becomes a memory. Where that fails, the conversation is stored as a whole. Which
    /// way was taken is in ``MemoryAddition/outcome``: nothing is stored only when there is nothing to remember.
    ///
    /// - Parameters:
    ///   - messages: The conversation. Only its texts count.
    ///   - userID: Whose memories they are.
    ///   - metadata: The caller's own notes for each memory; see ``add(_:userID:metadata:embeddingModel:indexName:)``.
    ///   - infer: Whether facts are extracted. If not, the conversation is stored as one memory: of one that is longer
    ///     than the embedding model reads, its parts.
    ///   - embeddingModel: Instead of the configuration's.
    ///   - indexName: Instead of the configuration's.
    /// - Throws: As ``add(_:userID:metadata:embeddingModel:indexName:)``. That the chat model fails is no error. Facts
    ///   are stored together, up to 100 of them.
    @discardableResult
    public func add(
        _ messages: [ChatMessage], userID: String, metadata: JSONObject = [:], infer: Bool = true,
        embeddingModel: ModelID? = nil, indexName: String? = nil
    ) async throws -> MemoryAddition {
        try MemoryCore.check(userID: userID)
        guard !ExtractionPrompt.transcript(of: messages).isEmpty else {
            throw MartletError(.invalidArgument, "There is nothing to remember: no message has a text.")
        }
        let configuration = core.configuration
        let metadata = MemoryMetadata.own(metadata)
        var yield: FactExtractor.Yield
        if infer {
            let extractor = FactExtractor(
                core: core, model: configuration.inferenceModel, rules: configuration.extraction, metadata: metadata)
            yield = try await extractor.extract(from: messages, userID: userID)
        } else {
            let time = core.text(of: core.now())
            yield = FactExtractor.Yield(
                drafts: [FactExtractor.conversation(messages, time: time, metadata: metadata)], outcome: .stored)
        }
        let entries = try await core.store(
            yield.drafts, userID: userID, model: embeddingModel ?? configuration.embeddingModel, index: indexName)
        return MemoryAddition(
            results: entries.map { MemoryEvent(entry: $0) }, outcome: yield.outcome, rejected: yield.rejected)
    }

    // MARK: Finding

    /// A user's memories that are close to a question, the closest first.
    ///
    /// - Parameters:
    ///   - query: The question. A blank one finds memories whatever their score.
    ///   - userID: Whose memories.
    ///   - limit: The most that are wanted, 1 to 1000. Default 100.
    ///   - threshold: The least score, up to 1. Default 0.3; 0 and less is none at all.
    ///   - embeddingModel: Instead of the configuration's.
    ///   - indexName: Instead of the configuration's.
    /// - Throws: ``MartletError/Code/invalidArgument``, with nothing sent, for a limit out of range.
    public func search(
        _ query: String, userID: String, limit: Int = 100, threshold: Double? = nil, embeddingModel: ModelID? = nil,
        indexName: String? = nil
    ) async throws -> MemoryResults {
        let configuration = core.configuration
        let found = try await core.search(
            query, userID: userID, types: nil, limit: limit, model: embeddingModel ?? configuration.embeddingModel,
            index: indexName)
        let threshold = threshold ?? Self.threshold
        // GravixLayer's async client: "a blank query or threshold ≤ 0 disables score filtering".
        let isOpen = threshold <= 0 || query.allSatisfy(\.isWhitespace)
        let hits = found.filter { isOpen || ($0.score ?? 0) >= threshold }
        var results = MemoryResults(results: hits.map(\.item))
        if configuration.countsAccess { results.uncounted = try await core.countAccess(hits, index: indexName) }
        return results
    }

    /// "threshold=nil→0.3".
    private static let threshold = 0.3

    /// A user's memories, the newest first.
    ///
    /// Called history by GravixLayer; there are no earlier versions of a memory.
    ///
    /// - Parameter limit: The most that are wanted, 1 and more. Default 100.
    public func getAll(userID: String, limit: Int = 100, indexName: String? = nil) async throws -> MemoryResults {
        try Self.check(limit: limit)
        let all = try await core.all(of: userID, index: indexName)
        let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        let sorted = MemorySortKey.createdAt.sorted(all.map(\.entry), ascending: false).prefix(limit)
        return MemoryResults(
            results: sorted.compactMap { entry in
                var item = byID[entry.id]?.item
                // The score of a listing means nothing.
                item?.score = nil
                return item
            })
    }

    /// One memory of a user; nil when there is none of that id, or it is another user's.
    public func get(_ id: MemoryID, userID: String, indexName: String? = nil) async throws -> MemoryItem? {
        try await core.one(id, of: userID, index: indexName)
            .map { MemoryItem(id: id, stored: $0.metadata ?? [:]) }
    }

    // MARK: Changing

    /// Replaces what a memory says. Its metadata, the time of its making and its protection stay.
    ///
    /// - Throws: ``MartletError/Code/notFound`` when the user has no such memory; ``MartletError/Code/invalidArgument``
    ///   for a text without a character.
    @discardableResult
    public func update(
        _ id: MemoryID, userID: String, content: String, embeddingModel: ModelID? = nil, indexName: String? = nil
    ) async throws -> MemoryUpdate {
        MemoryUpdate(
            entry: try await updateMemory(
                id, userID: userID, content: content, embeddingModel: embeddingModel, indexName: indexName))
    }

    /// Deletes a memory.
    ///
    /// - Throws: ``MartletError/Code/notFound`` when the user has no such memory; ``MartletError/Code/conflict`` when its
    ///   vector is protected.
    @discardableResult
    public func delete(_ id: MemoryID, userID: String, indexName: String? = nil) async throws -> MemoryDeletion {
        guard try await deleteMemory(id, userID: userID, indexName: indexName) else { throw MartletError.noMemory(id) }
        return MemoryDeletion(id: id)
    }

    /// Deletes all memories of a user, however many they are, also those that are added meanwhile.
    ///
    /// - Returns: How many are gone, and which are kept because their vectors are protected.
    @discardableResult
    public func deleteAll(userID: String, indexName: String? = nil) async throws -> MemoryClearance {
        let (count, kept) = try await core.deleteAll(index: indexName) {
            try await core.all(of: userID, index: indexName).map(\.id)
        }
        return MemoryClearance(userID: userID, deletedCount: count, keptIDs: kept)
    }

    static func check(limit: Int) throws(MartletError) {
        guard limit >= 1 else { throw MartletError(.invalidArgument, "The limit must be 1 or more, not \(limit).") }
    }
}

extension MartletError {
    /// What a user asked for by its id and does not have.
    static func noMemory(_ id: MemoryID) -> MartletError {
        MartletError(.notFound, "The user has no memory '\(id)'.")
    }
}
