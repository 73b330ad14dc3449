import MartletAPI

/// A vector of the index, as far as memory needs it.
struct StoredMemory: Sendable {
    var id: MemoryID
    var metadata: JSONObject
    var score: Double?

    var item: MemoryItem { MemoryItem(id: id, stored: metadata, score: score) }
    var entry: MemoryEntry { MemoryEntry(id: id, stored: metadata) }
}

extension MemoryCore {
    /// The most hits that one search brings.
    static let searchLimit = 1_000
    /// How many requests for the parts of a large index are under way at a time.
    private static let readers = 4
    /// How many vectors such a request brings.
    private static let portion = 50

    /// Searches a user's memories.
    ///
    /// - Parameter types: Only these; nil for all.
    /// - Throws: ``MartletError/Code/invalidArgument`` when the user's id is empty, or the limit is not 1 to 1000.
    func search(
        _ query: String, userID: String, types: [MemoryType]?, limit: Int, model: ModelID, index name: String?
    ) async throws -> [StoredMemory] {
        try Self.check(userID: userID)
        guard (1...Self.searchLimit).contains(limit) else {
            throw MartletError(
                .invalidArgument, "A search for memories brings 1 to \(Self.searchLimit) of them, not \(limit).")
        }
        // GravixLayer: "blank query → "memory"".
        let query = query.allSatisfy(\.isWhitespace) ? "memory" : query
        let answer = try await reading(name) { index in
            try await client.vectors.index(index.id).searchText(
                TextVectorSearchRequest(
                    query: query, model: model, topK: limit, includeValues: false, filter: Self.filter(userID, types)))
        }
        return Self.memories(in: answer, of: userID, types)
    }

    /// All memories of a user, or of all users, in no order.
    ///
    /// No platform lists vectors by their metadata. GravixLayer's client searches for the word "memory" and drops what
    /// has a score below 0, so that memories which are unlike that word are lost, and no more than 1000 are ever seen.
    /// Here one search for a fixed direction, which needs no embedding model and drops nothing, brings up to 1000, by the
    /// platform's own filter. Only when there may be more is the whole index read, by its ids.
    func all(of userID: String?, types: [MemoryType]? = nil, index name: String?) async throws -> [StoredMemory] {
        if let userID { try Self.check(userID: userID) }
        return try await reading(name) { index in
            let vectors = client.vectors.index(index.id)
            var direction = [Float](repeating: 0, count: max(1, index.dimension))
            direction[0] = 1
            let answer = try await vectors.search(
                VectorSearchRequest(
                    vector: direction, topK: Self.searchLimit, includeValues: false,
                    filter: Self.filter(userID, types)))
            if answer.hits.count < Self.searchLimit { return Self.memories(in: answer, of: userID, types) }
            let ids = try await vectors.listIDs()
            let portions = stride(from: 0, to: ids.count, by: Self.portion).map { start in
                Array(ids[start..<min(start + Self.portion, ids.count)])
            }
            return try await portions.concurrentMap(limit: Self.readers) { ids in
                try await vectors.list(ids: ids).values.compactMap { vector in
                    vector.metadata.map { StoredMemory(id: MemoryID(vector.id), metadata: $0) }
                }.filter { Self.belongs($0, to: userID, types) }
            }.flatMap(\.self)
        } ?? []
    }

    /// One memory of a user, with its vector; nil when there is none, or it is somebody else's.
    func one(_ id: MemoryID, of userID: String, index name: String?) async throws -> Vector? {
        try Self.check(userID: userID)
        guard let vector = try await vector(id, index: name), let metadata = vector.metadata,
            Self.belongs(StoredMemory(id: id, metadata: metadata), to: userID, nil)
        else { return nil }
        return vector
    }

    /// Whether there is a vector of that id which is not the user's.
    func isForeign(_ id: MemoryID, to userID: String, index name: String?) async throws -> Bool {
        guard let vector = try await vector(id, index: name) else { return false }
        return vector.metadata?["user_id"]?.stringValue != userID
    }

    private func vector(_ id: MemoryID, index name: String?) async throws -> Vector? {
        guard !id.rawValue.isEmpty else { throw MartletError(.invalidArgument, "The id of the memory is empty.") }
        do {
            return try await reading(name) { index in
                try await client.vectors.index(index.id).get(id.vector)
            }
        } catch let error as MartletError where error.code == .notFound {
            return nil
        }
    }

    /// - Throws: ``MartletError/Code/invalidArgument`` for a user without a name, who would own what nobody owns.
    static func check(userID: String) throws(MartletError) {
        guard !userID.allSatisfy(\.isWhitespace) else {
            throw MartletError(.invalidArgument, "The id of the user is empty: say whose memories are meant.")
        }
    }

    /// The filter of a search, in the form that every platform understands.
    private static func filter(_ userID: String?, _ types: [MemoryType]?) -> JSONObject? {
        var filter: JSONObject = [:]
        if let userID { filter["user_id"] = .string(userID) }
        // GravixLayer: "`"memory_type":[…]` in the direct API".
        if let types { filter["memory_type"] = .array(types.map { .string($0.rawValue) }) }
        return filter.isEmpty ? nil : filter
    }

    private static func memories(
        in answer: VectorSearchResponse?, of userID: String?, _ types: [MemoryType]?
    ) -> [StoredMemory] {
        (answer?.hits ?? []).compactMap { hit in
            hit.metadata.map { StoredMemory(id: MemoryID(hit.id), metadata: $0, score: hit.score) }
        }.filter { belongs($0, to: userID, types) }
    }

    /// Whether a memory is the user's. GravixLayer: "drop if `metadata.user_id` ≠ user (safety net)": a platform that
    /// ignores the filter must not hand one user's memories to another.
    private static func belongs(_ memory: StoredMemory, to userID: String?, _ types: [MemoryType]?) -> Bool {
        guard let owner = memory.metadata["user_id"]?.stringValue else { return false }
        return (userID == nil || owner == userID) && (types?.contains(memory.entry.type) ?? true)
    }
}
