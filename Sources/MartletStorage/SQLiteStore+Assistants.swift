import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteStore {
    public func insert(_ assistant: StoredAssistant) async throws {
        try await write { try assistant.insert(into: $0) }
    }

    public func assistant(_ id: AssistantID, of owner: AccountID) async throws -> StoredAssistant? {
        try await read { try Self.assistant(id, of: owner, in: $0) }
    }

    static func assistant(_ id: AssistantID, of owner: AccountID, in database: Database) throws -> StoredAssistant? {
        try StoredAssistant.one(in: database, where: "id = ? AND owner = ?", [id.rawValue, owner.rawValue])
    }

    public func assistants(of owner: AccountID, _ page: PageQuery) async throws -> StorePage<StoredAssistant> {
        try await read { try StoredAssistant.page(in: $0, where: "owner = ?", [owner.rawValue], page) }
    }

    public func updateAssistant(
        _ id: AssistantID, of owner: AccountID, _ change: @escaping @Sendable (inout StoredAssistant) throws -> Void
    ) async throws -> StoredAssistant? {
        try await write { database in
            guard var assistant = try Self.assistant(id, of: owner, in: database) else { return nil }
            try change(&assistant)
            try assistant.update(in: database, id: id.rawValue)
            return assistant
        }
    }

    public func deleteAssistant(_ id: AssistantID, of owner: AccountID) async throws -> Bool {
        try await write { database in
            try database.execute(
                sql: "DELETE FROM assistants WHERE id = ? AND owner = ?", arguments: [id.rawValue, owner.rawValue])
            return database.changesCount > 0
        }
    }
}
