import Crypto
import GRDB
public import MartletServer

extension SQLiteStore {
    public func hasKeys() throws -> Bool { try keyring.current().hasKeys }

    public func account(ofKey key: String) throws -> AccountID? {
        try keyring.current().accounts[Keyring.hash(key)]
    }

    public func insert(_ key: StoredKey, secret: String) async throws {
        try await write { try key.insert(into: $0, with: ["hash": Keyring.hash(secret)]) }
    }

    public func keys() async throws -> [StoredKey] {
        try await read { try StoredKey.all(in: $0, where: "1", [], tail: "ORDER BY position") }
    }

    public func revokeKey(_ id: String, now: Int) async throws -> StoredKey? {
        try await write { database in
            try database.execute(
                sql: "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?", arguments: [now, id])
            return try StoredKey.one(in: database, where: "id = ?", [id])
        }
    }
}
