import GRDB
import MartletServer

extension StoredKey: StoredRow {
    static let databaseTableName = "api_keys"

    init(storedIn row: Row) throws {
        self.init(
            id: row["id"], account: AccountID(rawValue: row["account"]), name: row["name"], ending: row["ending"],
            createdAt: row["created_at"], revokedAt: row["revoked_at"])
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id, "account": account.rawValue, "name": name, "ending": ending, "created_at": createdAt,
            "revoked_at": revokedAt,
        ]
    }
}
