import Crypto
import Foundation
import GRDB
import MartletServer

/// Asks the database for keys, once for each request: two looks into an index, a few microseconds each. So a change by
/// whomever counts at once.
final class Keyring: Sendable {
    /// A connection of its own, that nothing else holds up. In memory there can be no second one.
    private let reader: any DatabaseReader
    private let isOwn: Bool

    init(path: String?, database: any DatabaseWriter) throws {
        guard let path else {
            reader = database
            isOwn = false
            return
        }
        var configuration = Configuration()
        configuration.label = "martlet.keys"
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        reader = try DatabaseQueue(path: path, configuration: configuration)
        isOwn = true
    }

    static func hash(_ key: String) -> Data { Data(SHA256.hash(data: Data(key.utf8))) }

    func hasKeys() throws -> Bool {
        try reader.unsafeReentrantRead { database in
            try Bool.fetchOne(database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM api_keys)")) ?? false
        }
    }

    func account(ofKey key: String) throws -> AccountID? {
        let hash = Self.hash(key)
        return try reader.unsafeReentrantRead { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT account FROM api_keys WHERE hash = ? AND revoked_at IS NULL"),
                arguments: [hash]
            ).map { AccountID(rawValue: $0) }
        }
    }

    func close() throws { if isOwn { try reader.close() } }
}
