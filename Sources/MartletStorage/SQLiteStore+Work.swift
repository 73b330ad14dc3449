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
            var run = try StoredRun(storedIn: row)
            run.state = .inProgress
            run.startedAt = run.startedAt ?? now
            run.attempt += 1
            try run.update(in: database, id: run.id.rawValue)
            let cutoff: Int64 = row["cutoff"]
            // An answer stands behind what it answers, and not behind what was written while it was made. What the run
            // itself has said already is among its rounds.
            let messages = try StoredMessage.all(
                in: database, where: "thread_id = ? AND coalesce(anchor, position) <= ? AND run_id IS NOT ?",
                [run.threadID.rawValue, cutoff, run.id.rawValue], tail: "ORDER BY coalesce(anchor, position), position")
            return ClaimedRun(
                run: run, assistant: try Self.assistant(run.assistantID, of: run.owner, in: database),
                messages: messages)
        }
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
