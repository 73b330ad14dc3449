import MartletAPI

extension MemoryCore {
    /// How many memories go with one request.
    private static let batch = 100
    /// A text that is shorter than this many characters, and still too long for a model, is not divided further.
    private static let indivisible = 40

    /// Stores memories of a user, in one request up to 100 of them.
    ///
    /// - Returns: What was stored: of a draft that is divisible, and too long for the model, its parts.
    /// - Throws: ``MartletError``. What was stored before an error stays stored.
    func store(
        _ drafts: [MemoryDraft], userID: String, model: ModelID, index name: String?
    ) async throws -> [MemoryEntry] {
        let indexName = name ?? configuration.indexName
        var entries: [MemoryEntry] = []
        var position = 0
        while position < drafts.count {
            let batch = Array(drafts[position..<min(position + Self.batch, drafts.count)])
            position += batch.count
            entries += try await storeDividing(batch, userID: userID, model: model, index: indexName)
        }
        return entries
    }

    /// Stores memories, dividing those that are too long.
    private func storeDividing(
        _ drafts: [MemoryDraft], userID: String, model: ModelID, index: String
    ) async throws -> [MemoryEntry] {
        do {
            return try await put(drafts, userID: userID, model: model, index: index)
        } catch let error as MartletError where error.code == .contextLengthExceeded {
            // The platform does not say which of them are too long: the longest is, and those that are nearly as long may
            // be.
            let longest = drafts.filter(\.isDivisible).map(\.content.count).max() ?? 0
            guard longest > Self.indivisible else { throw error }
            let parts = drafts.flatMap { draft in
                draft.isDivisible && draft.content.count * 4 > longest * 3 ? draft.halves : [draft]
            }
            return try await storeDividing(parts, userID: userID, model: model, index: index)
        }
    }

    private func put(
        _ drafts: [MemoryDraft], userID: String, model: ModelID, index: String
    ) async throws -> [MemoryEntry] {
        let time = text(of: now())
        let inputs = drafts.map { draft in
            TextVectorInput(
                text: draft.content, model: model,
                metadata: MemoryMetadata.new(draft, userID: userID, model: model, index: index, time: time),
                id: draft.id.vector)
        }
        try await writing(index, model: model) { index in
            let vectors = client.vectors.index(index.id)
            if inputs.count == 1 {
                try await vectors.upsertText(inputs[0])
                return
            }
            let answer = try await vectors.batchUpsertText(inputs)
            if answer.failedCount > 0 || answer.upsertedCount < inputs.count {
                let reason = answer.errors.first.map { ": \($0)" } ?? "."
                throw MartletError(
                    .reportedByServer, "\(answer.upsertedCount) of \(inputs.count) memories were stored\(reason)")
            }
        }
        return inputs.map { MemoryEntry(id: MemoryID($0.id ?? ""), stored: $0.metadata) }
    }

    /// Replaces a memory that is there: with another text, or only other metadata.
    ///
    /// - Parameters:
    ///   - vector: The memory as it was.
    ///   - metadata: The whole metadata.
    ///   - content: The new text; nil when it stays, and nothing is embedded.
    func replace(
        _ vector: Vector, metadata: JSONObject, content: String?, model: ModelID, index name: String?
    ) async throws {
        guard let content else {
            // "without content: vector PUT, no re-embedding"
            _ = try await reading(name) { index in
                try await client.vectors.index(index.id).update(vector.id, metadata: metadata)
            }
            return
        }
        // GravixLayer's client: "The re-upsert resets vector `delete_protection` to false". Here it stays.
        let input = TextVectorInput(
            text: content, model: model, metadata: metadata, deleteProtection: vector.deleteProtection, id: vector.id)
        try await writing(name, model: model) { index in
            _ = try await client.vectors.index(index.id).upsertText(input)
        }
    }

    /// Counts that memories were found.
    ///
    /// - Returns: How many could not be counted, which is no reason for the search to fail.
    func countAccess(_ memories: [StoredMemory], index name: String?) async throws -> Int {
        try await memories.concurrentMap(limit: Self.counters) { memory in
            var metadata = memory.metadata
            metadata["access_count"] = .integer((metadata["access_count"]?.intValue ?? 0) &+ 1)
            do {
                let found: Void? = try await self.reading(name) { index in
                    _ = try await self.client.vectors.index(index.id).update(memory.id.vector, metadata: metadata)
                }
                return found == nil ? 1 : 0
            } catch is MartletError {
                return 1
            }
        }.reduce(0, +)
    }

    /// How many accesses are counted at a time.
    private static let counters = 4

    // MARK: Deleting

    /// Deletes one memory.
    ///
    /// - Throws: ``MartletError/Code/conflict`` when its vector is protected.
    func delete(_ vector: Vector, index name: String?) async throws {
        let answer = try await reading(name) { index -> VectorDeletion? in
            do {
                return try await client.vectors.index(index.id).delete(vector.id)
            } catch let error as MartletError where error.code == .notFound {
                // Somebody else has deleted it since it was read.
                return nil
            }
        }
        if answer??.protectedIDs?.contains(vector.id) == true {
            throw MartletError(.conflict, "The memory '\(vector.id)' is protected: take the vector's protection back.")
        }
    }

    /// Deletes what a listing brings, and lists again, until there is nothing new.
    ///
    /// - Parameter list: The ids of what is to go.
    /// - Returns: How many are gone, and which are kept because they are protected.
    func deleteAll(
        index name: String?, _ list: () async throws -> [MemoryID]
    ) async throws -> (deletedCount: Int, kept: [MemoryID]) {
        var tried: Set<MemoryID> = []
        var gone: Set<MemoryID> = []
        while true {
            let there = try await list()
            let new = there.filter { !tried.contains($0) }
            if new.isEmpty {
                // What is still listed was kept, unless the platform says that it is gone: some are slow to forget.
                let kept = Set(there).intersection(tried).subtracting(gone)
                return (tried.count - kept.count, kept.sorted { $0.rawValue < $1.rawValue })
            }
            tried.formUnion(new)
            var position = 0
            while position < new.count {
                let batch = new[position..<min(position + Self.searchLimit, new.count)].map(\.vector)
                position += batch.count
                gone.formUnion(try await remove(batch, index: name).map { MemoryID($0) })
            }
        }
    }

    /// - Returns: What the platform says is gone.
    private func remove(_ ids: [VectorID], index name: String?) async throws -> [VectorID] {
        let answer = try await reading(name) { index -> VectorDeletion? in
            let vectors = client.vectors.index(index.id)
            do {
                return try await vectors.batchDelete(ids)
            } catch let error as MartletError where error.code == .notFound {
                return nil
            } catch let error as MartletError where error.code == .conflict || error.code == .permissionDenied {
                // The local platform: all of them are protected. Another one may refuse all for the sake of one.
                let there = try await vectors.list(ids: ids)
                let free = ids.filter { there[$0]?.deleteProtection == false }
                guard there.values.contains(where: \.deleteProtection) else { throw error }
                return free.isEmpty ? nil : try await vectors.batchDelete(free)
            }
        }
        return answer??.deletedIDs ?? []
    }
}

extension MemoryDraft {
    /// The draft as two of half the length, cut between words where that can be.
    var halves: [MemoryDraft] {
        let middle = content.index(content.startIndex, offsetBy: content.count / 2)
        // Between lines best, else between words.
        let cut =
            content[..<middle].lastIndex(where: \.isNewline).flatMap {
                content.distance(from: content.startIndex, to: $0) > content.count / 4 ? $0 : nil
            } ?? content[..<middle].lastIndex(where: \.isWhitespace) ?? middle
        func part(_ text: Substring) -> MemoryDraft? {
            let text = text.trimmingWhitespace()
            guard !text.isEmpty else { return nil }
            var draft = self
            draft.id = .new()
            draft.content = String(text)
            return draft
        }
        return [part(content[..<cut]), part(content[cut...])].compactMap(\.self)
    }
}

extension Substring {
    /// Without white space at its ends.
    func trimmingWhitespace() -> Substring {
        let rest = drop(while: \.isWhitespace)
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return rest[...last]
    }
}
