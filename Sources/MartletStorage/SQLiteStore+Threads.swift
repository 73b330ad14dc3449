import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteStore {
    public func insert(_ thread: StoredThread, messages: [StoredMessage]) async throws {
        try await write { database in
            try thread.insert(into: database)
            for message in messages { try message.insert(into: database) }
        }
    }

    public func thread(_ id: ThreadID, of owner: AccountID) async throws -> StoredThread? {
        try await read { try Self.thread(id, of: owner, in: $0) }
    }

    static func thread(_ id: ThreadID, of owner: AccountID, in database: Database) throws -> StoredThread? {
        try StoredThread.one(in: database, where: "id = ? AND owner = ?", [id.rawValue, owner.rawValue])
    }

    /// Whether the owner has such a thread.
    static func hasThread(_ id: ThreadID, of owner: AccountID, in database: Database) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM threads WHERE id = ? AND owner = ?)"),
            arguments: [id.rawValue, owner.rawValue]) ?? false
    }

    public func threads(
        of owner: AccountID, answeredBy assistant: AssistantID?, _ page: PageQuery
    ) async throws -> StorePage<StoredThread> {
        try await read { database in
            guard let assistant else {
                return try StoredThread.page(in: database, where: "owner = ?", [owner.rawValue], page)
            }
            return try StoredThread.page(
                in: database,
                where: """
                    owner = ? AND EXISTS (
                        SELECT 1 FROM runs WHERE runs.thread_id = threads.id AND runs.assistant_id = ?)
                    """,
                [owner.rawValue, assistant.rawValue], page)
        }
    }

    public func updateThread(
        _ id: ThreadID, of owner: AccountID, _ change: @escaping @Sendable (inout StoredThread) throws -> Void
    ) async throws -> StoredThread? {
        try await write { database in
            guard var thread = try Self.thread(id, of: owner, in: database) else { return nil }
            try change(&thread)
            try thread.update(in: database, id: id.rawValue)
            return thread
        }
    }

    public func deleteThread(_ id: ThreadID, of owner: AccountID) async throws -> Bool {
        try await write { database in
            try database.execute(
                sql: "DELETE FROM threads WHERE id = ? AND owner = ?", arguments: [id.rawValue, owner.rawValue])
            return database.changesCount > 0
        }
    }
}
