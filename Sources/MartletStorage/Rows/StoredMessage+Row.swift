import GRDB
import MartletAPI
import MartletServer

extension StoredMessage: StoredRow {
    static let databaseTableName = "messages"

    init(storedIn row: Row) throws {
        self.init(
            id: MessageID(rawValue: row["id"]), threadID: ThreadID(rawValue: row["thread_id"]),
            createdAt: row["created_at"], role: ChatRole(rawValue: row["role"]),
            content: try JSONColumn.array("content", of: row), reasoning: row["reasoning"],
            attachments: try MessageAttachments(storedIn: row),
            assistantID: (row["assistant_id"] as String?).map { AssistantID(rawValue: $0) },
            runID: (row["run_id"] as String?).map { RunID(rawValue: $0) },
            incompleteReason: row["incomplete_reason"], metadata: try JSONColumn.object("metadata", of: row))
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id.rawValue, "thread_id": threadID.rawValue, "created_at": createdAt, "role": role.rawValue,
            "content": try JSONColumn.text(content), "reasoning": reasoning,
            "attachments": try attachments.column(),
            "assistant_id": assistantID?.rawValue, "run_id": runID?.rawValue, "incomplete_reason": incompleteReason,
            "metadata": try JSONColumn.text(metadata),
        ]
    }
}
