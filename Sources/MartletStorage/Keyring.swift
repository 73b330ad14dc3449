import Crypto
import Foundation
import GRDB
import MartletServer
import Synchronization

/// The keys that work, as of the last change by whomever.
///
/// SQLite counts the changes that other connections make (`PRAGMA data_version`), which costs microseconds to ask; only
/// after one are the keys read again.
final class Keyring: Sendable {
    struct Snapshot: Sendable {
        var version: Int64
        var hasKeys: Bool
        var accounts: [Data: AccountID]
    }

    /// A connection of its own, whose every question is about the changes of all others. Nil in memory, where there can
    /// be no second one.
    private let reader: DatabaseQueue?
    private let database: any DatabaseWriter
    private let snapshot = Mutex<Snapshot?>(nil)

    init(path: String?, database: any DatabaseWriter) throws {
        self.database = database
        guard let path else {
            reader = nil
            return
        }
        var configuration = Configuration()
        configuration.label = "martlet.keys"
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        reader = try DatabaseQueue(path: path, configuration: configuration)
    }

    static func hash(_ key: String) -> Data { Data(SHA256.hash(data: Data(key.utf8))) }

    func current() throws -> Snapshot {
        guard let reader else { return try database.unsafeReentrantRead { try Self.read($0, version: 0) } }
        return try reader.unsafeReentrantRead { database in
            let version = try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version")) ?? 0
            if let known = snapshot.withLock({ $0 }), known.version == version { return known }
            let read = try Self.read(database, version: version)
            snapshot.withLock { $0 = read }
            return read
        }
    }

    private static func read(_ database: Database, version: Int64) throws -> Snapshot {
        let rows = try Row.fetchAll(
            database.cachedStatement(sql: "SELECT hash, account FROM api_keys WHERE revoked_at IS NULL"))
        let hasKeys =
            try Bool.fetchOne(database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM api_keys)")) ?? false
        var accounts: [Data: AccountID] = [:]
        for row in rows { accounts[row["hash"]] = AccountID(rawValue: row["account"]) }
        return Snapshot(version: version, hasKeys: hasKeys, accounts: accounts)
    }

    func close() throws { try reader?.close() }
}
