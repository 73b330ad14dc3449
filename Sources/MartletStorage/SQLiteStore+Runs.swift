import GRDB
public import MartletAPI
public import MartletServer

extension SQLiteStore {
    public func insert(_ run: StoredRun, messages: [StoredMessage]) async throws -> Bool {
        try await write { database in
            guard try Self.hasThread(run.threadID, of: run.owner, in: database) else { return false }
            for message in messages { try message.insert(into: database) }
            let cutoff = try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT max(position) FROM messages WHERE thread_id = ?"),
                arguments: [run.threadID.rawValue])
            try run.insert(into: database, with: ["cutoff": cutoff ?? 0])
            return true
        }
    }

    public func run(_ id: RunID, in thread: ThreadID, of owner: AccountID) async throws -> StoredRun? {
        try await read { try Self.run(id, in: thread, of: owner, in: $0) }
    }

    private static func run(
        _ id: RunID, in thread: ThreadID, of owner: AccountID, in database: Database
    ) throws -> StoredRun? {
        try StoredRun.one(
            in: database, where: "id = ? AND thread_id = ? AND owner = ?",
            [id.rawValue, thread.rawValue, owner.rawValue])
    }

    public func runs(
        in thread: ThreadID, of owner: AccountID, _ page: PageQuery
    ) async throws -> StorePage<StoredRun>? {
        try await read { database in
            guard try Self.hasThread(thread, of: owner, in: database) else { return nil }
            return try StoredRun.page(in: database, where: "thread_id = ?", [thread.rawValue], page)
        }
    }

    public func updateRun(
        _ id: RunID, in thread: ThreadID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredRun) throws -> Void
    ) async throws -> StoredRun? {
        try await write { database in
            guard var run = try Self.run(id, in: thread, of: owner, in: database) else { return nil }
            try change(&run)
            try run.update(in: database, id: id.rawValue)
            return run
        }
    }

    public func updateRun(
        _ id: RunID, in thread: ThreadID, of owner: AccountID,
        withSteps change: @escaping @Sendable (inout StoredRun, inout [RunStep]) throws -> Void
    ) async throws -> (run: StoredRun, steps: [RunStep])? {
        try await write { database in
            guard var run = try Self.run(id, in: thread, of: owner, in: database) else { return nil }
            var steps = try Self.steps(of: id, in: database)
            try change(&run, &steps)
            try run.update(in: database, id: id.rawValue)
            for step in steps { try step.update(in: database, id: step.id) }
            return (run, steps)
        }
    }

    public func steps(of run: RunID) async throws -> [RunStep] {
        try await read { try Self.steps(of: run, in: $0) }
    }

    private static func steps(of run: RunID, in database: Database) throws -> [RunStep] {
        try RunStep.all(in: database, where: "run_id = ?", [run.rawValue], tail: "ORDER BY position")
    }
}
