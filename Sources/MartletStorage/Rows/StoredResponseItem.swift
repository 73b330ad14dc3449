import GRDB
import MartletAPI
import MartletServer

/// An item of a response's input or output, as one row.
struct StoredResponseItem: StoredRow {
    static let databaseTableName = "response_items"

    var responseID: ResponseID
    var isOutput: Bool
    var item: ResponseItem

    init(_ item: ResponseItem, of response: ResponseID, isOutput: Bool) {
        responseID = response
        self.isOutput = isOutput
        self.item = item
    }

    init(storedIn row: Row) throws {
        guard let item = try JSONColumn.value(ResponseItem.self, "item", of: row) else {
            throw StorageError(.corrupt, "An item of a response is stored without its content.")
        }
        self.init(item, of: ResponseID(rawValue: row["response_id"]), isOutput: row["is_output"])
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "response_id": responseID.rawValue, "is_output": isOutput, "id": item.id?.rawValue ?? "",
            "item": try JSONColumn.text(item),
        ]
    }
}
