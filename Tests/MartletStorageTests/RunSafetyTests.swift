import GRDB
import HTTPTypes
import MartletAPI
import MartletServer
import Testing

@testable import MartletStorage

/// What must not stop a platform from answering.
struct RunSafetyTests {
    private func run(_ id: RunID, in thread: ThreadID, _ owner: AccountID = "anna") -> StoredRun {
        StoredRun(id: id, owner: owner, threadID: thread, assistantID: "a", createdAt: 1, model: "m")
    }

    private func withThreads(_ count: Int, _ body: (SQLiteStore) async throws -> Void) async throws {
        let store = try SQLiteStore(path: nil)
        for number in 0..<count {
            let thread = StoredThread(id: ThreadID(rawValue: "t\(number)"), owner: "anna", createdAt: 1)
            try await store.insert(thread, messages: [])
        }
        try await body(store)
    }

    @Test func `a run that cannot be read fails, and the others are answered`() async throws {
        try await withThreads(2) { store in
            _ = try await store.insert(run("r0", in: "t0"), messages: [])
            _ = try await store.insert(run("r1", in: "t1"), messages: [])
            try await store.write { try $0.execute(sql: "UPDATE runs SET parameters = '{' WHERE id = 'r0'") }
            #expect(try await store.claimRun(now: 5) == nil)
            #expect(try await store.claimRun(now: 5)?.run.id == "r1")
            let broken = try #require(try await store.run("r0", in: "t0", of: "anna"))
            #expect(broken.state == .failed)
            #expect(broken.failure?.code == "corrupt")
        }
    }

    @Test func `a message that cannot be read fails its run`() async throws {
        try await withThreads(1) { store in
            let message = StoredMessage(id: "m", threadID: "t0", createdAt: 1, role: .user, content: [])
            _ = try await store.insert(run("r0", in: "t0"), messages: [message])
            try await store.write { try $0.execute(sql: "UPDATE messages SET content = '['") }
            #expect(try await store.claimRun(now: 5)?.failure?.code == "corrupt")
        }
    }

    @Test func `a thread that no model could read is not loaded`() async throws {
        try await withThreads(1) { store in
            let piece = StoredMessage.text(String(repeating: "x", count: ClaimedRun.maximumHistory / 2))
            let messages = (0..<2).map { number in
                StoredMessage(
                    id: MessageID(rawValue: "m\(number)"), threadID: "t0", createdAt: 1, role: .user, content: [piece])
            }
            _ = try await store.insert(run("r0", in: "t0"), messages: messages)
            let claim = try #require(try await store.claimRun(now: 5))
            #expect(claim.failure?.code == "context_length_exceeded")
            #expect(claim.messages.isEmpty)
        }
    }

    @Test func `a run that ends the process each time is given up`() async throws {
        try await withThreads(1) { store in
            _ = try await store.insert(run("r0", in: "t0"), messages: [])
            for _ in 0..<ClaimedRun.maximumAttempts {
                #expect(try await store.claimRun(now: 5)?.failure == nil)
                _ = try await store.requeueInterruptedRuns()
            }
            #expect(try await store.claimRun(now: 5)?.failure == .tooManyAttempts)
        }
    }

    @Test func `an account may not queue more runs than its limit`() async throws {
        try await withThreads(1) { store in
            for number in 0..<3 {
                _ = try await store.insert(run(RunID(rawValue: "r\(number)"), in: "t0"), messages: [], limit: 3)
            }
            let error = await #expect(throws: PlatformError.self) {
                _ = try await store.insert(run("r3", in: "t0"), messages: [], limit: 3)
            }
            #expect(error?.status.code == 429)
            _ = try await store.updateRun("r0", in: "t0", of: "anna") { $0.state = .cancelled }
            #expect(try await store.insert(run("r3", in: "t0"), messages: [], limit: 3))
        }
    }

    @Test func `a text with U+0000 is refused, as it could not be kept whole`() async throws {
        try await withThreads(0) { store in
            let assistant = StoredAssistant(id: "a", owner: "anna", createdAt: 1, instructions: "a\u{0}b")
            let error = await #expect(throws: PlatformError.self) { try await store.insert(assistant) }
            #expect(error?.status.code == 400)
            // In JSON it is escaped, and kept.
            let message = StoredMessage(
                id: "m", threadID: "t", createdAt: 1, role: .user, content: [StoredMessage.text("a\u{0}b")])
            try await store.insert(StoredThread(id: "t", owner: "anna", createdAt: 1), messages: [message])
            #expect(try await store.message("m", in: "t", of: "anna")?.text == "a\u{0}b")
        }
    }

    @Test func `what each bell asks for is found by an index`() async throws {
        try await withThreads(0) { store in
            let plans = try await store.read { database in
                try [
                    "SELECT * FROM runs WHERE state = 'requires_action' AND expires_at <= 1",
                    "SELECT * FROM runs WHERE state = 'queued' ORDER BY position LIMIT 1",
                    "UPDATE runs SET state = 'queued' WHERE state = 'in_progress'",
                    "SELECT count(*) FROM runs WHERE owner = 'a' AND state IN ('queued', 'in_progress', 'requires_action')",
                ].flatMap { sql in
                    try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
                }
            }
            #expect(plans.count == 4)
            #expect(plans.allSatisfy { $0.contains("INDEX") }, "\(plans)")
        }
    }

    @Test func `a store beside a running platform changes no tables`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            let error = #expect(throws: StorageError.self) { _ = try SQLiteStore(path: path, migrates: false) }
            #expect(error?.code == .olderVersion)
            try SQLiteStore(path: path).close()
            #expect(throws: Never.self) { try SQLiteStore(path: path, migrates: false).close() }
        }
    }
}
