import Foundation
import GRDB
public import MartletAPI
public import MartletServer

// What workers do with responses.
extension SQLiteStore {
    public func responseEvents(of id: ResponseID, for owner: AccountID) async throws -> [UInt8]? {
        try await read { database in
            guard try Self.response(id, of: owner, in: database) != nil else { return nil }
            return try Data.fetchOne(
                database.cachedStatement(sql: "SELECT events FROM response_events WHERE response_id = ?"),
                arguments: [id.rawValue]
            ).map { Array($0) }
        }
    }

    public func requeueInterruptedResponses() async throws -> Int {
        try await write { database in
            try database.execute(sql: "UPDATE responses SET status = 'queued' WHERE status = 'in_progress'")
            return database.changesCount
        }
    }

    public func claimResponse(limits: ResponseHistoryLimits) async throws -> ClaimedResponse? {
        try await write { database in
            let row = try Row.fetchOne(
                database.cachedStatement(
                    sql: "SELECT * FROM responses WHERE status = 'queued' ORDER BY position LIMIT 1"))
            guard let row else { return nil }
            var response: StoredResponse
            do {
                response = try StoredResponse(storedIn: row)
            } catch {
                // One that cannot be read must not keep all others from being answered.
                try Self.failUnreadable(row, in: database)
                return nil
            }
            response.object.status = .inProgress
            response.attempt += 1
            try response.update(in: database, id: response.id.rawValue)
            guard response.attempt <= ClaimedResponse.maximumAttempts else {
                return ClaimedResponse(response: response, items: [], failure: .tooManyAttempts)
            }
            do {
                let items = try Self.conversation(
                    through: response.id, of: response.owner, limits: limits, in: database)
                return ClaimedResponse(response: response, items: items ?? [])
            } catch let error as PlatformError {
                let failure = ResponseError(code: .contextLengthExceeded, message: error.body.message)
                return ClaimedResponse(response: response, items: [], failure: failure)
            } catch let error as StorageError {
                let failure = ResponseError(code: .serverError, message: error.message)
                return ClaimedResponse(response: response, items: [], failure: failure)
            }
        }
    }

    private static func failUnreadable(_ row: Row, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE responses SET status = 'failed', response = json_object(
                    'id', id, 'created_at', created_at, 'background', json('true'),
                    'error', json_object('code', 'server_error', 'message', ?))
                WHERE position = ?
                """,
            arguments: ["What was stored of the response cannot be read.", row["position"] as Int64])
    }

    public func finishResponse(_ response: StoredResponse, events: [UInt8]?) async throws -> Bool {
        try await write { database in
            let isOurs = try Bool.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM responses
                        WHERE id = ? AND status = 'in_progress' AND attempt = ? AND is_deleted = 0)
                        """),
                arguments: [response.id.rawValue, response.attempt])
            guard isOurs == true else { return false }
            try response.update(in: database, id: response.id.rawValue)
            try Self.insertOutput(of: response, into: database)
            if let events {
                try database.cachedStatement(
                    sql: "INSERT INTO response_events (response_id, events) VALUES (?, ?)"
                ).execute(arguments: [response.id.rawValue, Data(events)])
            }
            return true
        }
    }
}
