import GRDB
import MartletAPI
import MartletServer

extension StoredVectorStoreFileBatch: StoredRow {
    static let databaseTableName = "vector_store_file_batches"

    init(storedIn row: Row) throws {
        self.init(
            id: VectorStoreFileBatchID(rawValue: row["id"]), storeID: VectorStoreID(rawValue: row["store_id"]),
            createdAt: row["created_at"], isCancelled: row["is_cancelled"])
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id.rawValue, "store_id": storeID.rawValue, "created_at": createdAt, "is_cancelled": isCancelled,
        ]
    }
}
