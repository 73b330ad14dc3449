import GRDB
public import MartletAPI
public import MartletServer

// What workers do with runs.
extension SQLiteStore {
    public func requeueInterruptedRuns() async throws -> Int {
        try await write { database in
            try database.execute(sql: "UPDATE runs SET state = 'queued' WHERE state = 'in_progress'")
            return database.changesCount
        }
    }

    public func claimRun(now: Int) async throws -> ClaimedRun? {
        try await write { database in
            // The oldest of all is the oldest of its thread too.
            let row = try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT * FROM runs WHERE state = 'queued' AND NOT EXISTS (
                            SELECT 1 FROM runs AS other WHERE other.thread_id = runs.thread_id
                                AND other.state IN ('in_progress', 'requires_action'))
                        ORDER BY position LIMIT 1
                        """))
            guard let row else { return nil }
            var run: StoredRun
            do {
                run = try StoredRun(storedIn: row)
            } catch {
                // One that cannot be read must not keep all others from being answered.
                try Self.failUnreadable(row, error, now: now, in: database)
                return nil
            }
            run.state = .inProgress
            run.startedAt = run.startedAt ?? now
            run.attempt += 1
            try run.update(in: database, id: run.id.rawValue)
            let cutoff: Int64 = row["cutoff"]
            // An answer stands behind what it answers, and not behind what was written while it was made. What the run
            // itself has said already is among its rounds.
            let condition = "thread_id = ? AND coalesce(anchor, position) <= ? AND run_id IS NOT ?"
            let arguments: StatementArguments = [run.threadID.rawValue, cutoff, run.id.rawValue]
            var claim = ClaimedRun(
                run: run, assistant: try Self.assistant(run.assistantID, of: run.owner, in: database), messages: [])
            let length = try Int.fetchOne(
                database.cachedStatement(sql: "SELECT sum(length(content)) FROM messages WHERE \(condition)"),
                arguments: arguments)
            guard length ?? 0 <= ClaimedRun.maximumHistory else {
                claim.failure = .historyTooLong
                return claim
            }
            guard run.attempt <= ClaimedRun.maximumAttempts else {
                claim.failure = .tooManyAttempts
                return claim
            }
            do {
                claim.messages = try StoredMessage.all(
                    in: database, where: condition, arguments, tail: "ORDER BY coalesce(anchor, position), position")
            } catch let error as StorageError {
                claim.failure = StoredRun.Failure(code: "corrupt", message: error.message)
            }
            return claim
        }
    }

    private static func failUnreadable(
        _ row: Row, _ error: any Error, now: Int, in database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE runs SET state = 'failed', ended_at = ?, failure_code = 'corrupt', failure_message = ?,
                    parameters = '{}', metadata = '{}', usage = NULL, rounds = NULL, attachments = NULL
                WHERE position = ?
                """,
            arguments: [now, "What was stored of the run cannot be read: \(error)", row["position"] as Int64])
    }

    public func finishRun(
        _ id: RunID, attempt: Int, _ outcome: RunOutcome, steps: [RunStep], now: Int
    ) async throws -> StoredRun? {
        try await write { database in
            let row = try Row.fetchOne(
                database.cachedStatement(
                    sql: "SELECT * FROM runs WHERE id = ? AND state = 'in_progress' AND attempt = ?"),
                arguments: [id.rawValue, attempt])
            guard let row else { return nil }
            var run = try StoredRun(storedIn: row)
            if let message = run.apply(outcome, now: now) {
                try message.insert(into: database, with: ["anchor": row["cutoff"] as Int64])
            }
            try run.update(in: database, id: id.rawValue)
            for step in steps { try step.insert(into: database) }
            return run
        }
    }

    public func expireRuns(now: Int) async throws -> [StoredRun] {
        try await write { database in
            let runs = try StoredRun.all(in: database, where: "state = 'requires_action' AND expires_at <= ?", [now])
            return try runs.map { run in
                var run = run
                run.state = .expired
                run.endedAt = now
                try run.update(in: database, id: run.id.rawValue)
                return run
            }
        }
    }
}
