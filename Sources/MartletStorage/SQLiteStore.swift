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
    /// - Parameters:
    ///   - path: The file, which is made when there is none. Nil for a database in memory that ends with this store.
    ///   - migrates: Whether tables may be changed. `false` beside a running platform, which knows its tables only as
    ///     they were when it started.
    /// - Throws: ``StorageError``.
    public init(path: String?, migrates: Bool = true) throws(StorageError) {
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
                try PrivateFile.make(path)
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
            if migrates {
                try migrator.migrate(database)
            } else if try !database.read({ try migrator.hasCompletedMigrations($0) }) {
                throw StorageError(
                    .olderVersion,
                    "The platform that is running on this data directory is of an older version of martlet. Start it again first."
                )
            }
            keyring = try Keyring(path: path, database: database)
            writes = GroupCommit(database)
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.cannotOpen, "The database at \(path ?? "memory") cannot be opened: \(error)")
        }
    }

    /// Reads from one state of the database.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch let error as DatabaseError {
            throw Self.platformError(for: error) ?? error
        }
    }

    /// Writes all of what `body` writes, or nothing when it throws.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await writes.write(body)
        } catch let error as DatabaseError {
            throw Self.platformError(for: error) ?? error
        }
    }

    /// What the state of the machine has to do with, and not the platform.
    private static func platformError(for error: DatabaseError) -> PlatformError? {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .stateBusy
        case .SQLITE_FULL: .stateFull
        default: nil
        }
    }

    /// Closes the database. Calls that come later throw.
    public func close() throws {
        try keyring.close()
        try database.close()
    }
}

extension SQLiteStore: AssistantStore, ThreadStore, RunStore, KeyStore, FileStore {}

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
