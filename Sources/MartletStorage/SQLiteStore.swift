import Foundation
import GRDB
public import MartletServer

/// Keeps everything in one SQLite database.
///
/// Write-ahead log, foreign keys, and a commit that is on the disk before it is acknowledged (`synchronous=FULL`).
/// Readers do not wait for writers.
public final class SQLiteStore: Sendable {
    let database: any DatabaseWriter
    let keyring: Keyring
    private let writes: GroupCommit

    /// Opens a database, and brings its tables up to date.
    ///
    /// - Parameter path: The file, which is made when there is none. Nil for a database in memory that ends with this
    ///   store.
    /// - Throws: ``StorageError``.
    public init(path: String?) throws(StorageError) {
        do {
            var configuration = Configuration()
            configuration.label = "martlet.store"
            // Another process that changes keys holds the lock for less than that.
            configuration.busyMode = .timeout(10)
            configuration.maximumReaderCount = 4
            configuration.prepareDatabase { database in
                // Deleted keys and messages leave nothing behind in the file.
                try database.execute(sql: "PRAGMA secure_delete = FAST")
            }
            if let path {
                try Self.makePrivate(path)
                database = try DatabasePool(path: path, configuration: configuration)
            } else {
                database = try DatabaseQueue(configuration: configuration)
            }
            // GRDB opens a pool with NORMAL, which may lose the last commits when the power fails.
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            let migrator = Migrations.migrator
            if try database.read({ try migrator.hasBeenSuperseded($0) }) {
                throw StorageError(
                    .newerVersion,
                    "The database at \(path ?? "memory") was written by a newer version of martlet. Update martlet, or use another data directory."
                )
            }
            try migrator.migrate(database)
            keyring = try Keyring(path: path, database: database)
            writes = GroupCommit(database)
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.cannotOpen, "The database at \(path ?? "memory") cannot be opened: \(error)")
        }
    }

    /// Makes the file for its owner only, before anything is in it. The log beside it gets the same rights from SQLite.
    private static func makePrivate(_ path: String) throws(StorageError) {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(), attributes: [.posixPermissions: NSNumber(value: 0o600)])
        else { throw StorageError(.cannotOpen, "The database at \(path) cannot be made.") }
    }

    /// Reads from one state of the database.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await database.read(body)
    }

    /// Writes all of what `body` writes, or nothing when it throws.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await writes.write(body)
    }

    /// Closes the database. Calls that come later throw.
    public func close() throws {
        try keyring.close()
        try database.close()
    }
}

extension SQLiteStore: AssistantStore, ThreadStore, RunStore, KeyStore {}

extension SQLiteStore {
    /// What SQLite says of the connection that writes, for tests.
    package func facts() async throws -> [String: Int] {
        try await write { database in
            var facts: [String: Int] = [:]
            for name in ["foreign_keys", "synchronous"] {
                facts[name] = try Int.fetchOne(database, sql: "PRAGMA \(name)")
            }
            return facts
        }
    }
}
