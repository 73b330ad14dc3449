import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteStore {
    public func attach(
        _ files: [StoredVectorStoreFile], batch: StoredVectorStoreFileBatch?, to store: VectorStoreID,
        of owner: AccountID
    ) async throws -> [StoredVectorStoreFile]? {
        try await write { database in
            guard try Self.hasVectorStore(store, of: owner, in: database) else { return nil }
            try batch?.insert(into: database)
            return try files.map { try Self.attach($0, in: database) }
        }
    }

    /// Adds a file, or attaches one that is there anew: at the end of the list, and with what it had still to be replaced.
    static func attach(_ file: StoredVectorStoreFile, in database: Database) throws -> StoredVectorStoreFile {
        var file = file
        let earlier = try StoredVectorStoreFile.one(
            in: database, where: "store_id = ? AND id = ?", [file.storeID.rawValue, file.id.rawValue])
        if let earlier {
            file.chunkCount = earlier.chunkCount
            file.revision = earlier.revision + 1
            try database.execute(
                sql: "DELETE FROM vector_store_files WHERE store_id = ? AND id = ?",
                arguments: [file.storeID.rawValue, file.id.rawValue])
        }
        try file.insert(into: database)
        return file
    }

    /// Whether the owner has such a vector store.
    private static func hasVectorStore(
        _ id: VectorStoreID, of owner: AccountID, in database: Database
    ) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM vector_stores WHERE id = ? AND owner = ? AND is_deleted = 0)"),
            arguments: [id.rawValue, owner.rawValue]) ?? false
    }

    public func vectorStoreFile(
        _ id: FileID, in store: VectorStoreID, of owner: AccountID
    ) async throws -> StoredVectorStoreFile? {
        try await read { try Self.vectorStoreFile(id, in: store, of: owner, in: $0) }
    }

    private static func vectorStoreFile(
        _ id: FileID, in store: VectorStoreID, of owner: AccountID, in database: Database
    ) throws -> StoredVectorStoreFile? {
        try StoredVectorStoreFile.one(
            in: database, where: "store_id = ? AND id = ? AND owner = ? AND state <> 'detached'",
            [store.rawValue, id.rawValue, owner.rawValue])
    }

    public func vectorStoreFiles(
        in store: VectorStoreID, of owner: AccountID, batch: VectorStoreFileBatchID?,
        state: StoredVectorStoreFile.State?, _ page: PageQuery
    ) async throws -> StorePage<StoredVectorStoreFile>? {
        try await read { database in
            guard try Self.hasVectorStore(store, of: owner, in: database) else { return nil }
            var condition = "store_id = ? AND state <> 'detached'"
            var arguments: StatementArguments = [store.rawValue]
            if let batch {
                condition += " AND batch_id = ?"
                arguments += [batch.rawValue]
            }
            guard let state else {
                return try StoredVectorStoreFile.page(in: database, where: condition, arguments, page)
            }
            return try StoredVectorStoreFile.page(
                in: database, where: condition + " AND state = ?", arguments + [state.rawValue], page,
                cursorsIn: condition, arguments)
        }
    }

    public func updateVectorStoreFile(
        _ id: FileID, in store: VectorStoreID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredVectorStoreFile) throws -> Void
    ) async throws -> StoredVectorStoreFile? {
        try await write { database in
            guard var file = try Self.vectorStoreFile(id, in: store, of: owner, in: database) else { return nil }
            try change(&file)
            try file.update(in: database)
            return file
        }
    }

    public func detachFile(_ id: FileID, from store: VectorStoreID, of owner: AccountID) async throws -> Bool {
        try await write { database in
            try database.execute(
                sql: """
                    UPDATE vector_store_files SET state = 'detached', revision = revision + 1
                    WHERE store_id = ? AND id = ? AND owner = ? AND state <> 'detached'
                    """,
                arguments: [store.rawValue, id.rawValue, owner.rawValue])
            return database.changesCount > 0
        }
    }

    public func detachFile(_ id: FileID, of owner: AccountID) async throws -> Int {
        try await write { database in
            try database.execute(
                sql: """
                    UPDATE vector_store_files SET state = 'detached', revision = revision + 1
                    WHERE id = ? AND owner = ? AND state <> 'detached'
                    """,
                arguments: [id.rawValue, owner.rawValue])
            return database.changesCount
        }
    }

    // MARK: Batches

    public func fileBatch(
        _ id: VectorStoreFileBatchID, in store: VectorStoreID, of owner: AccountID
    ) async throws -> StoredVectorStoreFileBatch? {
        try await read { try Self.fileBatch(id, in: store, of: owner, in: $0) }
    }

    private static func fileBatch(
        _ id: VectorStoreFileBatchID, in store: VectorStoreID, of owner: AccountID, in database: Database
    ) throws -> StoredVectorStoreFileBatch? {
        guard try hasVectorStore(store, of: owner, in: database) else { return nil }
        return try StoredVectorStoreFileBatch.one(
            in: database, where: "id = ? AND store_id = ?", [id.rawValue, store.rawValue])
    }

    public func fileCounts(of batch: VectorStoreFileBatchID) async throws -> VectorStoreFileCounts {
        try await read { database in
            Self.counts(
                try Row.fetchAll(
                    database.cachedStatement(
                        sql: """
                            SELECT state, count(*) AS count FROM vector_store_files
                            WHERE batch_id = ? AND state <> 'detached' GROUP BY state
                            """),
                    arguments: [batch.rawValue]))
        }
    }

    public func cancelFileBatch(
        _ id: VectorStoreFileBatchID, in store: VectorStoreID, of owner: AccountID
    ) async throws -> StoredVectorStoreFileBatch? {
        try await write { database in
            guard var batch = try Self.fileBatch(id, in: store, of: owner, in: database) else { return nil }
            try database.execute(
                sql: """
                    UPDATE vector_store_files SET state = 'cancelled', revision = revision + 1, usage_bytes = 0
                    WHERE batch_id = ? AND state = 'in_progress'
                    """,
                arguments: [id.rawValue])
            // One whose files are all read has ended by itself.
            if database.changesCount > 0 {
                batch.isCancelled = true
                try batch.update(in: database, id: id.rawValue)
            }
            return batch
        }
    }

    // MARK: Work

    public func vectorStoreWork(limit: Int) async throws -> [StoredVectorStoreFile] {
        try await read { database in
            try StoredVectorStoreFile.all(
                in: database,
                where: """
                    (state IN ('in_progress', 'detached') OR (state IN ('failed', 'cancelled') AND chunk_count > 0))
                    AND EXISTS (
                        SELECT 1 FROM vector_stores WHERE vector_stores.id = store_id AND is_deleted = 0
                            AND is_expired = 0)
                    """,
                [], tail: "ORDER BY position LIMIT \(max(0, limit))")
        }
    }

    public func advance(
        _ file: StoredVectorStoreFile, _ change: @escaping @Sendable (inout StoredVectorStoreFile) -> Void
    ) async throws -> StoredVectorStoreFile? {
        try await write { database in
            let current = try StoredVectorStoreFile.one(
                in: database, where: "store_id = ? AND id = ? AND revision = ?",
                [file.storeID.rawValue, file.id.rawValue, file.revision])
            guard var current else { return nil }
            change(&current)
            try current.update(in: database)
            return current
        }
    }

    public func finishDetaching(_ file: StoredVectorStoreFile) async throws {
        try await write { database in
            try database.execute(
                sql: """
                    DELETE FROM vector_store_files
                    WHERE store_id = ? AND id = ? AND revision = ? AND state = 'detached'
                    """,
                arguments: [file.storeID.rawValue, file.id.rawValue, file.revision])
        }
    }

    public func attachedFiles() async throws -> [AttachedFile] {
        try await read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: "SELECT DISTINCT owner, id FROM vector_store_files WHERE state <> 'detached'")
            ).map { AttachedFile(id: FileID(rawValue: $0["id"]), owner: AccountID(rawValue: $0["owner"])) }
        }
    }
}
