import GRDB
import Testing

@testable import MartletStorage

struct GroupCommitTests {
    private struct Mishap: Error {}

    private func withDatabase(_ body: (DatabasePool, GroupCommit) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let pool = try DatabasePool(path: directory + "/db.sqlite")
            try await pool.write { try $0.execute(sql: "CREATE TABLE numbers (n INTEGER UNIQUE)") }
            try await body(pool, GroupCommit(pool))
        }
    }

    private func numbers(_ pool: DatabasePool) async throws -> [Int] {
        try await pool.read { try Int.fetchAll($0, sql: "SELECT n FROM numbers ORDER BY n") }
    }

    @Test func `every write is there when its caller goes on`() async throws {
        try await withDatabase { pool, commits in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        try await commits.write {
                            try $0.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [number])
                        }
                        let isThere = try await pool.read { database in
                            try Bool.fetchOne(
                                database, sql: "SELECT EXISTS (SELECT 1 FROM numbers WHERE n = ?)", arguments: [number])
                        }
                        #expect(isThere == true)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await numbers(pool) == Array(0..<500))
        }
    }

    @Test func `a write that throws takes nothing of the others with it`() async throws {
        try await withDatabase { pool, commits in
            let failures = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            try await commits.write { database in
                                try database.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [number])
                                if number.isMultiple(of: 3) { throw Mishap() }
                            }
                            return false
                        } catch {
                            return error is Mishap
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 67)
            let kept = try await numbers(pool)
            #expect(kept == (0..<200).filter { !$0.isMultiple(of: 3) })
        }
    }

    @Test func `a write that breaks a rule of the database fails alone`() async throws {
        try await withDatabase { pool, commits in
            try await commits.write { try $0.execute(sql: "INSERT INTO numbers VALUES (1)") }
            await #expect(throws: DatabaseError.self) {
                try await commits.write { database in
                    try database.execute(sql: "INSERT INTO numbers VALUES (2)")
                    try database.execute(sql: "INSERT INTO numbers VALUES (1)")
                }
            }
            #expect(try await numbers(pool) == [1])
        }
    }

    @Test func `a cancelled caller's write is carried out`() async throws {
        try await withDatabase { pool, commits in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await commits.write { try $0.execute(sql: "INSERT INTO numbers VALUES (7)") }
            }
            try await task.value
            #expect(try await numbers(pool) == [7])
        }
    }

    @Test func `after the end every write throws`() async throws {
        try await withDatabase { pool, commits in
            try pool.close()
            await #expect(throws: (any Error).self) {
                try await commits.write { try $0.execute(sql: "INSERT INTO numbers VALUES (7)") }
            }
        }
    }
}
