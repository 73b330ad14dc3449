import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteStore {
    public func insert(_ file: StoredFile) async throws {
        try await write { try file.insert(into: $0) }
    }

    public func file(_ id: FileID, of owner: AccountID) async throws -> StoredFile? {
        try await read { try Self.file(id, of: owner, in: $0) }
    }

    private static func file(_ id: FileID, of owner: AccountID, in database: Database) throws -> StoredFile? {
        try StoredFile.one(in: database, where: "id = ? AND owner = ?", [id.rawValue, owner.rawValue])
    }

    public func files(
        of owner: AccountID, purpose: FilePurpose?, at time: Int, _ page: PageQuery
    ) async throws -> StorePage<StoredFile> {
        try await read { database in
            var condition = "owner = ? AND (expires_at IS NULL OR expires_at > ?)"
            var arguments: StatementArguments = [owner.rawValue, time]
            if let purpose {
                condition += " AND purpose = ?"
                arguments += [purpose.rawValue]
            }
            return try StoredFile.page(in: database, where: condition, arguments, page)
        }
    }

    public func deleteFile(_ id: FileID, of owner: AccountID) async throws -> StoredFile? {
        try await write { database in
            guard let file = try Self.file(id, of: owner, in: database) else { return nil }
            try database.execute(sql: "DELETE FROM files WHERE id = ?", arguments: [id.rawValue])
            return file
        }
    }

    public func deleteFilesExpired(by time: Int) async throws -> [StoredFile] {
        // Most of the time there are none, and then nobody has to write.
        let hasExpired = try await read { database in
            try Bool.fetchOne(
                database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM files WHERE expires_at <= ?)"),
                arguments: [time]) ?? false
        }
        guard hasExpired else { return [] }
        return try await write { database in
            let files = try StoredFile.all(in: database, where: "expires_at <= ?", [time])
            try database.execute(sql: "DELETE FROM files WHERE expires_at <= ?", arguments: [time])
            return files
        }
    }

    public func fileBlobs() async throws -> Set<BlobID> {
        try await read { database in
            Set(try String.fetchAll(database, sql: "SELECT blob FROM files").map { BlobID(rawValue: $0) })
        }
    }
}
