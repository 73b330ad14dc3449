import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteVectorDatabase {
    public func insert(_ index: StoredVectorIndex) async throws {
        try await store.write { database in
            let isTaken = try Bool.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM vector_indexes WHERE owner = ? AND kind = ? AND name = ?)
                        """),
                arguments: [index.owner.rawValue, index.kind.rawValue, index.name])
            guard isTaken == false else {
                throw PlatformError.lastingConflict(
                    code: "index_already_exists", parameter: "name",
                    "A vector index with the name '\(index.name.prefix(80))' already exists.")
            }
            try index.insert(into: database)
        }
    }

    public func vectorIndex(_ id: VectorIndexID, of owner: AccountID) async throws -> StoredVectorIndex? {
        try await store.read { try Self.index(id, of: owner, in: $0) }
    }

    private static func index(
        _ id: VectorIndexID, of owner: AccountID, in database: Database
    ) throws -> StoredVectorIndex? {
        try StoredVectorIndex.one(in: database, where: "id = ? AND owner = ?", [id.rawValue, owner.rawValue])
    }

    public func vectorIndexes(
        of owner: AccountID, offset: Int, limit: Int
    ) async throws -> (items: [StoredVectorIndex], total: Int) {
        let kind = StoredVectorIndex.Kind.index.rawValue
        return try await store.read { database in
            let items = try StoredVectorIndex.all(
                in: database, where: "owner = ? AND kind = ?", [owner.rawValue, kind, limit, offset],
                tail: "ORDER BY position LIMIT ? OFFSET ?")
            let total = try Int.fetchOne(
                database.cachedStatement(sql: "SELECT COUNT(*) FROM vector_indexes WHERE owner = ? AND kind = ?"),
                arguments: [owner.rawValue, kind])
            return (items: items, total: total ?? 0)
        }
    }

    public func updateVectorIndex(
        _ id: VectorIndexID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredVectorIndex) throws -> Void
    ) async throws -> StoredVectorIndex? {
        try await store.write { database in
            guard var index = try Self.index(id, of: owner, in: database) else { return nil }
            try change(&index)
            try index.update(in: database, id: id.rawValue)
            return index
        }
    }

    public func deleteVectorIndex(_ id: VectorIndexID, of owner: AccountID) async throws -> Bool {
        let loaded = self.loaded
        return try await store.write { database in
            guard let index = try Self.index(id, of: owner, in: database) else { return false }
            guard !index.deleteProtection else {
                throw PlatformError.lastingConflict(
                    code: "delete_protected",
                    """
                    The vector index '\(index.name.prefix(80))' is protected. Set delete_protection to false first.
                    """)
            }
            try database.execute(sql: "DELETE FROM vector_indexes WHERE id = ?", arguments: [id.rawValue])
            return true
        } committed: { isDeleted in
            if isDeleted { loaded.remove(id) }
        }
    }
}
