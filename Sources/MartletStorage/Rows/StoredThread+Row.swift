import GRDB
import MartletAPI
import MartletServer

extension StoredThread: StoredRow {
    static let databaseTableName = "threads"

    init(storedIn row: Row) throws {
        self.init(
            id: ThreadID(rawValue: row["id"]), owner: AccountID(rawValue: row["owner"]), createdAt: row["created_at"],
            metadata: try JSONColumn.object("metadata", of: row),
            toolResources: try JSONColumn.value(JSONValue.self, "tool_resources", of: row)?.objectValue)
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id.rawValue, "owner": owner.rawValue, "created_at": createdAt,
            "metadata": try JSONColumn.text(metadata),
            "tool_resources": try toolResources.map { try JSONColumn.text($0) },
        ]
    }
}
