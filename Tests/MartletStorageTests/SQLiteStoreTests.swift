import Foundation
import GRDB
import MartletAPI
import MartletServer
import MartletStorage
import MartletTesting
import Testing

struct SQLiteStoreTests {
    private func key(_ id: String) -> StoredKey {
        StoredKey(id: id, account: "anna", name: "name", ending: "cret", createdAt: 1)
    }

    @Test func `what was acknowledged is there when the database is opened again`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            let assistant = StoredAssistant(id: "a", owner: "anna", createdAt: 1, name: "A")
            // Not closed: the end of a process closes nothing either.
            let first = try SQLiteStore(path: path)
            try await first.insert(assistant)
            let second = try SQLiteStore(path: path)
            #expect(try await second.assistant("a", of: "anna") == assistant)
        }
    }

    @Test func `another process's change of keys is seen at once`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            let platform = try SQLiteStore(path: path)
            let command = try SQLiteStore(path: path)
            #expect(try platform.hasKeys() == false)
            try await command.insert(key("k"), secret: "secret")
            #expect(try platform.account(ofKey: "secret") == "anna")
            #expect(try platform.hasKeys())
            _ = try await command.revokeKey("k", now: 2)
            #expect(try platform.account(ofKey: "secret") == nil)
        }
    }

    @Test func `neither a key nor its text is in the file`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteStore(path: directory + "/store.sqlite")
            try await store.insert(key("k"), secret: "sk-martlet-very-secret")
            for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
                let content = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + file))
                #expect(content.range(of: Data("very-secret".utf8)) == nil, "\(file)")
            }
        }
    }

    @Test func `nobody else may read the database`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteStore(path: directory + "/store.sqlite")
            try await store.insert(key("k"), secret: "secret")
            let files = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(files.count == 3)
            for file in files {
                let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + file)
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
            }
        }
    }

    @Test func `the database has a write-ahead log, foreign keys and full synchronisation`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            let store = try SQLiteStore(path: path)
            let queue = try DatabaseQueue(path: path)
            #expect(try await queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
            let facts = try await store.facts()
            #expect(facts == ["foreign_keys": 1, "synchronous": 2])
        }
    }

    @Test func `a database of a newer version is refused with a sentence`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            try SQLiteStore(path: path).close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { database in
                try database.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('from the future')")
            }
            try queue.close()
            let error = #expect(throws: StorageError.self) { _ = try SQLiteStore(path: path) }
            #expect(error?.code == .newerVersion)
            #expect(error?.message.contains("Update martlet") == true)
        }
    }

    @Test func `a file that is no database is refused with a sentence`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            try Data(repeating: 7, count: 10_000).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: StorageError.self) { _ = try SQLiteStore(path: path) }
            #expect(error?.code == .cannotOpen)
            #expect(error?.message.contains(path) == true)
        }
    }

    @Test func `readers do not wait for a writer`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            let store = try SQLiteStore(path: path)
            try await store.insert(StoredThread(id: "t", owner: "anna", createdAt: 1), messages: [])
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: path, configuration: configuration)
            try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
            #expect(try await store.thread("t", of: "anna") != nil)
            try other.inDatabase { try $0.execute(sql: "COMMIT") }
        }
    }
}
