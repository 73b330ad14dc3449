import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteStore: ResponseStore {
    public func insert(_ response: StoredResponse, input: [ResponseItem], limit: Int?) async throws {
        try await write { database in
            if let previous = response.object.previousResponseID,
                try Self.response(previous, of: response.owner, in: database) == nil
            {
                throw PlatformError.unknownPreviousResponse(previous)
            }
            if let limit {
                let unfinished = try Int.fetchOne(
                    database.cachedStatement(
                        sql: """
                            SELECT count(*) FROM responses WHERE owner = ? AND status IN ('queued', 'in_progress')
                            """),
                    arguments: [response.owner.rawValue])
                guard unfinished ?? 0 < limit else { throw PlatformError.tooManyResponses(limit) }
            }
            try response.insert(into: database)
            for item in input {
                try StoredResponseItem(item, of: response.id, isOutput: false).insert(into: database)
            }
            try Self.insertOutput(of: response, into: database)
        }
    }

    static func insertOutput(of response: StoredResponse, into database: Database) throws {
        for item in response.object.output {
            try StoredResponseItem(item, of: response.id, isOutput: true).insert(into: database)
        }
    }

    public func response(_ id: ResponseID, of owner: AccountID) async throws -> StoredResponse? {
        try await read { database in
            guard var response = try Self.response(id, of: owner, in: database) else { return nil }
            response.object.output = try StoredResponseItem.all(
                in: database, where: "response_id = ? AND is_output = 1", [id.rawValue], tail: "ORDER BY position"
            ).map(\.item)
            return response
        }
    }

    /// The response without its output.
    static func response(
        _ id: ResponseID, of owner: AccountID, in database: Database
    ) throws -> StoredResponse? {
        try StoredResponse.one(
            in: database, where: "id = ? AND owner = ? AND is_deleted = 0", [id.rawValue, owner.rawValue])
    }

    public func inputItems(
        of id: ResponseID, for owner: AccountID, _ page: PageQuery
    ) async throws -> StorePage<ResponseItem>? {
        try await read { database in
            guard try Self.response(id, of: owner, in: database) != nil else { return nil }
            let items = try StoredResponseItem.page(
                in: database, where: "response_id = ? AND is_output = 0", [id.rawValue], page)
            return StorePage(items.items.map(\.item), hasMore: items.hasMore)
        }
    }

    public func items(
        _ ids: Set<ResponseItemID>, of owner: AccountID
    ) async throws -> [ResponseItemID: ResponseItem] {
        try await read { database in
            var found: [ResponseItemID: ResponseItem] = [:]
            for id in ids {
                let row = try Row.fetchOne(
                    database.cachedStatement(
                        sql: """
                            SELECT response_items.* FROM response_items
                            JOIN responses ON responses.id = response_items.response_id
                            WHERE response_items.id = ? AND owner = ? AND is_deleted = 0
                            ORDER BY response_items.position DESC LIMIT 1
                            """),
                    arguments: [id.rawValue, owner.rawValue])
                if let row { found[id] = try StoredResponseItem(storedIn: row).item }
            }
            return found
        }
    }

    public func conversation(
        through id: ResponseID, of owner: AccountID, limits: ResponseHistoryLimits
    ) async throws -> [ResponseItem]? {
        try await read { try Self.conversation(through: id, of: owner, limits: limits, in: $0) }
    }

    /// Deleted responses are part of it: the one that is asked for is there, and continues them.
    static func conversation(
        through id: ResponseID, of owner: AccountID, limits: ResponseHistoryLimits, in database: Database
    ) throws -> [ResponseItem]? {
        // A chain that went in a circle would end at the limit too.
        let chain = """
            WITH RECURSIVE chain (id, previous_id, depth) AS (
                SELECT id, previous_id, 0 FROM responses WHERE id = ? AND owner = ?
                UNION ALL
                SELECT responses.id, responses.previous_id, depth + 1 FROM responses
                    JOIN chain ON responses.id = chain.previous_id
                    WHERE owner = ? AND depth < ?
            )
            """
        let arguments: StatementArguments = [id.rawValue, owner.rawValue, owner.rawValue, limits.responses]
        let size = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    \(chain) SELECT count(DISTINCT depth) AS responses, sum(length(CAST(item AS BLOB))) AS bytes
                    FROM chain LEFT JOIN response_items ON response_id = chain.id
                    """), arguments: arguments)
        let responses: Int = size?["responses"] ?? 0
        guard responses > 0 else { return nil }
        guard responses <= limits.responses else {
            throw PlatformError.conversationTooLong(
                "The conversation is of more than \(limits.responses) responses, which is the limit.")
        }
        let bytes: Int = size?["bytes"] ?? 0
        guard bytes <= limits.bytes else {
            throw PlatformError.conversationTooLong(
                "The items of the conversation are \(bytes) bytes; the limit is \(limits.bytes).")
        }
        return try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    \(chain) SELECT response_items.* FROM chain JOIN response_items ON response_id = chain.id
                    ORDER BY depth DESC, response_items.position
                    """), arguments: arguments
        ).map { try StoredResponseItem(storedIn: $0).item }
    }

    public func updateResponse(
        _ id: ResponseID, of owner: AccountID, _ change: @escaping @Sendable (inout StoredResponse) throws -> Void
    ) async throws -> StoredResponse? {
        try await write { database in
            guard var response = try Self.response(id, of: owner, in: database) else { return nil }
            try change(&response)
            try response.update(in: database, id: id.rawValue)
            return response
        }
    }
}
