import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteStore {
    public func append(_ messages: [StoredMessage], to thread: ThreadID, of owner: AccountID) async throws -> Bool {
        try await write { database in
            guard try Self.hasThread(thread, of: owner, in: database) else { return false }
            for message in messages { try message.insert(into: database) }
            return true
        }
    }

    public func message(_ id: MessageID, in thread: ThreadID, of owner: AccountID) async throws -> StoredMessage? {
        try await read { try Self.message(id, in: thread, of: owner, in: $0) }
    }

    private static func message(
        _ id: MessageID, in thread: ThreadID, of owner: AccountID, in database: Database
    ) throws -> StoredMessage? {
        guard try hasThread(thread, of: owner, in: database) else { return nil }
        return try StoredMessage.one(in: database, where: "id = ? AND thread_id = ?", [id.rawValue, thread.rawValue])
    }

    public func messages(
        in thread: ThreadID, of owner: AccountID, answeredBy run: RunID?, _ page: PageQuery
    ) async throws -> StorePage<StoredMessage>? {
        try await read { database in
            guard try Self.hasThread(thread, of: owner, in: database) else { return nil }
            guard let run else {
                return try StoredMessage.page(in: database, where: "thread_id = ?", [thread.rawValue], page)
            }
            return try StoredMessage.page(
                in: database, where: "thread_id = ? AND run_id = ?", [thread.rawValue, run.rawValue], page)
        }
    }

    public func updateMessage(
        _ id: MessageID, in thread: ThreadID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredMessage) throws -> Void
    ) async throws -> StoredMessage? {
        try await write { database in
            guard var message = try Self.message(id, in: thread, of: owner, in: database) else { return nil }
            try change(&message)
            try message.update(in: database, id: id.rawValue)
            return message
        }
    }

    public func deleteMessage(_ id: MessageID, in thread: ThreadID, of owner: AccountID) async throws -> Bool {
        try await write { database in
            guard try Self.hasThread(thread, of: owner, in: database) else { return false }
            try database.execute(
                sql: "DELETE FROM messages WHERE id = ? AND thread_id = ?", arguments: [id.rawValue, thread.rawValue])
            return database.changesCount > 0
        }
    }
}
