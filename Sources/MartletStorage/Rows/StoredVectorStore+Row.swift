import GRDB
import MartletAPI
import MartletServer

extension StoredVectorStore: StoredRow {
    static let databaseTableName = "vector_stores"

    init(storedIn row: Row) throws {
        self.init(
            id: VectorStoreID(rawValue: row["id"]), owner: AccountID(rawValue: row["owner"]),
            createdAt: row["created_at"], name: row["name"], description: row["description"],
            metadata: try JSONColumn.object("metadata", of: row), expiresAfterDays: row["expires_after_days"])
        lastActiveAt = row["last_active_at"]
        isExpired = row["is_expired"]
    }

    /// `expires_at` is for finding those whose time is over.
    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id.rawValue, "owner": owner.rawValue, "created_at": createdAt, "name": name,
            "description": description, "metadata": try JSONColumn.text(metadata),
            "expires_after_days": expiresAfterDays, "last_active_at": lastActiveAt, "is_expired": isExpired,
            "expires_at": expiresAt,
        ]
    }
}
