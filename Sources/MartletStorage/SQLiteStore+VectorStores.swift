import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteStore: VectorStoreCatalog {
    public func insert(_ store: StoredVectorStore, files: [StoredVectorStoreFile]) async throws {
        try await write { database in
            try store.insert(into: database)
            for file in files { _ = try Self.attach(file, in: database) }
        }
    }

    public func vectorStore(_ id: VectorStoreID, of owner: AccountID) async throws -> StoredVectorStore? {
        try await read { try Self.vectorStore(id, of: owner, in: $0) }
    }

    private static func vectorStore(
        _ id: VectorStoreID, of owner: AccountID, in database: Database
    ) throws -> StoredVectorStore? {
        try StoredVectorStore.one(
            in: database, where: "id = ? AND owner = ? AND is_deleted = 0", [id.rawValue, owner.rawValue])
    }

    public func vectorStores(of owner: AccountID, _ page: PageQuery) async throws -> StorePage<StoredVectorStore> {
        try await read {
            try StoredVectorStore.page(in: $0, where: "owner = ? AND is_deleted = 0", [owner.rawValue], page)
        }
    }

    public func updateVectorStore(
        _ id: VectorStoreID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredVectorStore) throws -> Void
    ) async throws -> StoredVectorStore? {
        try await write { database in
            guard var store = try Self.vectorStore(id, of: owner, in: database) else { return nil }
            try change(&store)
            try store.update(in: database, id: id.rawValue)
            return store
        }
    }

    public func deleteVectorStore(_ id: VectorStoreID, of owner: AccountID) async throws -> Bool {
        try await write { database in
            try database.execute(
                sql: "UPDATE vector_stores SET is_deleted = 1 WHERE id = ? AND owner = ? AND is_deleted = 0",
                arguments: [id.rawValue, owner.rawValue])
            guard database.changesCount > 0 else { return false }
            // Whoever works on one of them finds it gone.
            for table in ["vector_store_files", "vector_store_file_batches"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE store_id = ?", arguments: [id.rawValue])
            }
            return true
        }
    }

    public func vectorStoreFileCounts(
        in stores: [VectorStoreID]
    ) async throws -> [VectorStoreID: VectorStoreFileSummary] {
        try await read { database in
            var summaries: [VectorStoreID: VectorStoreFileSummary] = [:]
            for id in stores {
                let rows = try Row.fetchAll(
                    database.cachedStatement(
                        sql: """
                            SELECT state, count(*) AS count, sum(usage_bytes) AS bytes FROM vector_store_files
                            WHERE store_id = ? AND state <> 'detached' GROUP BY state
                            """),
                    arguments: [id.rawValue])
                guard !rows.isEmpty else { continue }
                summaries[id] = VectorStoreFileSummary(
                    counts: Self.counts(rows), usageBytes: rows.reduce(0) { $0 + ($1["bytes"] as Int? ?? 0) })
            }
            return summaries
        }
    }

    /// - Parameter rows: Of states and how many files are in them.
    static func counts(_ rows: [Row]) -> VectorStoreFileCounts {
        var counts = VectorStoreFileCounts()
        for row in rows {
            let count: Int = row["count"]
            counts.total += count
            switch StoredVectorStoreFile.State(rawValue: row["state"]) {
            case .inProgress: counts.inProgress += count
            case .completed: counts.completed += count
            case .failed: counts.failed += count
            case .cancelled: counts.cancelled += count
            case .detached, nil: counts.total -= count
            }
        }
        return counts
    }

    // MARK: Removal

    public func vectorStoreRemovals(now: Int) async throws -> [VectorStoreRemoval] {
        try await read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT id, owner, is_deleted FROM vector_stores WHERE is_deleted = 1
                        UNION ALL
                        SELECT id, owner, is_deleted FROM vector_stores
                        WHERE is_deleted = 0 AND is_expired = 0 AND expires_at <= ?
                        """),
                arguments: [now]
            ).map { row in
                VectorStoreRemoval(
                    id: VectorStoreID(rawValue: row["id"]), owner: AccountID(rawValue: row["owner"]),
                    isDeleted: row["is_deleted"])
            }
        }
    }

    public func finishDeleting(_ removal: VectorStoreRemoval) async throws {
        try await write { database in
            let arguments: StatementArguments = [removal.id.rawValue]
            if removal.isDeleted {
                try database.execute(
                    sql: "DELETE FROM vector_stores WHERE id = ? AND is_deleted = 1", arguments: arguments)
            } else {
                try database.execute(sql: "UPDATE vector_stores SET is_expired = 1 WHERE id = ?", arguments: arguments)
                try database.execute(
                    sql: "UPDATE vector_store_files SET usage_bytes = 0, chunk_count = 0 WHERE store_id = ?",
                    arguments: arguments)
            }
        }
    }
}
