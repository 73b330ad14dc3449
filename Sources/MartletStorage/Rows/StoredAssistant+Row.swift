import GRDB
import MartletAPI
import MartletServer

extension StoredAssistant: StoredRow {
    static let databaseTableName = "assistants"

    init(storedIn row: Row) throws {
        self.init(
            id: AssistantID(rawValue: row["id"]), owner: AccountID(rawValue: row["owner"]),
            createdAt: row["created_at"], name: row["name"], instructions: row["instructions"],
            model: (row["model"] as String?).map { ModelID(rawValue: $0) }, toolsConfig: row["tools_config"],
            details: try JSONColumn.object("details", of: row))
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id.rawValue, "owner": owner.rawValue, "created_at": createdAt, "name": name,
            "instructions": instructions, "model": model?.rawValue, "tools_config": toolsConfig,
            "details": try JSONColumn.text(details),
        ]
    }
}
