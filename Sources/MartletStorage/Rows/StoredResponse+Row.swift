import GRDB
import MartletAPI
import MartletServer

extension StoredResponse: StoredRow {
    static let databaseTableName = "responses"

    /// The response without its output, which has rows of its own.
    init(storedIn row: Row) throws {
        guard let object = try JSONColumn.value(ResponseObject.self, "response", of: row) else {
            throw StorageError(.corrupt, "A response is stored without its content.")
        }
        self.init(
            owner: AccountID(rawValue: row["owner"]), object: object, isStreamed: row["is_streamed"],
            attempt: row["attempt"])
        self.object.status = ResponseStatus(rawValue: row["status"])
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        var object = object
        object.output = []
        return [
            "id": id.rawValue, "owner": owner.rawValue, "created_at": object.createdAt ?? 0,
            "status": status.rawValue, "previous_id": object.previousResponseID?.rawValue, "is_streamed": isStreamed,
            "attempt": attempt, "response": try JSONColumn.text(object),
        ]
    }
}
