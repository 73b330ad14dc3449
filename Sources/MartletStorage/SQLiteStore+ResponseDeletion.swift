import GRDB
public import MartletAPI
public import MartletServer

// How responses end: by their owner's wish, and by their age.
extension SQLiteStore {
    public func deleteResponse(_ id: ResponseID, of owner: AccountID) async throws -> Bool {
        try await write { database in
            guard try Self.response(id, of: owner, in: database) != nil else { return false }
            try Self.delete(id.rawValue, in: database)
            return true
        }
    }

    /// So that others can write in between.
    private static let deletedAtOnce = 500

    public func deleteResponses(createdBefore time: Int) async throws -> Int {
        try await write { database in
            // The newest first: what continues another goes before it.
            let ids = try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM responses
                    WHERE created_at < ? AND is_deleted = 0 AND status NOT IN ('queued', 'in_progress')
                    ORDER BY position DESC LIMIT ?
                    """,
                arguments: [time, Self.deletedAtOnce])
            for id in ids { try Self.delete(id, in: database) }
            return ids.count
        }
    }

    /// Deletes a response, or hides it while another one continues it; and then those that only it kept.
    private static func delete(_ id: String, in database: Database) throws {
        guard try !isContinued(id, in: database) else {
            // Only its items are needed any more.
            try database.cachedStatement(sql: "DELETE FROM response_events WHERE response_id = ?")
                .execute(arguments: [id])
            try database.cachedStatement(
                sql: "UPDATE responses SET is_deleted = 1, response = json_object('id', id) WHERE id = ?"
            ).execute(arguments: [id])
            return
        }
        var next: String? = id
        while let id = next {
            let previous = try String.fetchOne(
                database.cachedStatement(sql: "SELECT previous_id FROM responses WHERE id = ?"), arguments: [id])
            try database.cachedStatement(sql: "DELETE FROM responses WHERE id = ?").execute(arguments: [id])
            next = try previous.flatMap { try isKeptForNobody($0, in: database) ? $0 : nil }
        }
    }

    private static func isContinued(_ id: String, in database: Database) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM responses WHERE previous_id = ?)"),
            arguments: [id]) ?? false
    }

    private static func isKeptForNobody(_ id: String, in database: Database) throws -> Bool {
        let isDeleted = try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT is_deleted FROM responses WHERE id = ?"), arguments: [id])
        return try isDeleted == true && !isContinued(id, in: database)
    }
}
