import GRDB
import MartletAPI
import MartletServer

extension StoredRun: StoredRow {
    static let databaseTableName = "runs"

    init(storedIn row: Row) throws {
        self.init(
            id: RunID(rawValue: row["id"]), owner: AccountID(rawValue: row["owner"]),
            threadID: ThreadID(rawValue: row["thread_id"]), assistantID: AssistantID(rawValue: row["assistant_id"]),
            createdAt: row["created_at"], model: ModelID(rawValue: row["model"]),
            parameters: try JSONColumn.object("parameters", of: row),
            metadata: try JSONColumn.object("metadata", of: row))
        let text: String = row["state"]
        guard let state = RunState(rawValue: text) else {
            throw StorageError(.corrupt, "The run \(id) has the unknown state '\(text)'.")
        }
        self.state = state
        startedAt = row["started_at"]
        endedAt = row["ended_at"]
        expiresAt = row["expires_at"]
        if let code: String = row["failure_code"] {
            failure = Failure(code: code, message: row["failure_message"] ?? "")
        }
        incompleteReason = row["incomplete_reason"]
        usage = try JSONColumn.value(CompletionUsage.self, "usage", of: row)
        messageID = (row["message_id"] as String?).map { MessageID(rawValue: $0) }
        rounds = try JSONColumn.array("rounds", of: row).map { try ChatMessage(json: $0.jsonBytes()) }
        attachments = try MessageAttachments(storedIn: row)
        attempt = row["attempt"]
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id.rawValue, "owner": owner.rawValue, "thread_id": threadID.rawValue,
            "assistant_id": assistantID.rawValue, "created_at": createdAt, "state": state.rawValue,
            "model": model.rawValue, "parameters": try JSONColumn.text(parameters),
            "metadata": try JSONColumn.text(metadata), "started_at": startedAt, "ended_at": endedAt,
            "expires_at": expiresAt, "failure_code": failure?.code, "failure_message": failure?.message,
            "incomplete_reason": incompleteReason, "usage": try usage.map { try JSONColumn.text($0) },
            "message_id": messageID?.rawValue, "rounds": try rounds.isEmpty ? nil : JSONColumn.text(rounds),
            "attachments": try attachments.column(), "attempt": attempt,
        ]
    }
}
