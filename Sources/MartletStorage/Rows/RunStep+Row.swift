import GRDB
import MartletAPI
import MartletServer

extension RunStep: StoredRow {
    static let databaseTableName = "run_steps"

    init(storedIn row: Row) throws {
        self.init(
            id: row["id"], runID: RunID(rawValue: row["run_id"]), createdAt: row["created_at"],
            endedAt: row["ended_at"], details: try JSONColumn.object("details", of: row),
            usage: try JSONColumn.value(CompletionUsage.self, "usage", of: row))
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id, "run_id": runID.rawValue, "created_at": createdAt, "ended_at": endedAt,
            "details": try JSONColumn.text(details), "usage": try usage.map { try JSONColumn.text($0) },
        ]
    }
}
