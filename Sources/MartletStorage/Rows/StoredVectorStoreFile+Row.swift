import GRDB
import MartletAPI
import MartletServer

extension StoredVectorStoreFile: StoredRow {
    static let databaseTableName = "vector_store_files"

    init(storedIn row: Row) throws {
        self.init(
            storeID: VectorStoreID(rawValue: row["store_id"]), id: FileID(rawValue: row["id"]),
            owner: AccountID(rawValue: row["owner"]),
            batchID: (row["batch_id"] as String?).map { VectorStoreFileBatchID(rawValue: $0) },
            createdAt: row["created_at"], filename: row["filename"], chunkTokens: row["chunk_tokens"],
            overlapTokens: row["overlap_tokens"], attributes: try JSONColumn.object("attributes", of: row))
        let text: String = row["state"]
        guard let state = State(rawValue: text) else {
            throw StorageError(
                .corrupt, "The file \(id) of the vector store \(storeID) has the unknown state '\(text)'.")
        }
        self.state = state
        if let code: String = row["failure_code"] {
            failure = VectorStoreFileError(
                code: VectorStoreFileErrorCode(rawValue: code), message: row["failure_message"] ?? "")
        }
        usageBytes = row["usage_bytes"]
        chunkCount = row["chunk_count"]
        attempts = row["attempts"]
        revision = row["revision"]
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "store_id": storeID.rawValue, "id": id.rawValue, "owner": owner.rawValue, "batch_id": batchID?.rawValue,
            "created_at": createdAt, "filename": filename, "state": state.rawValue,
            "failure_code": failure?.code.rawValue, "failure_message": failure?.message, "chunk_tokens": chunkTokens,
            "overlap_tokens": overlapTokens, "attributes": try JSONColumn.text(attributes),
            "usage_bytes": usageBytes, "chunk_count": chunkCount, "attempts": attempts, "revision": revision,
        ]
    }

    /// Writes all columns. A file can be attached to several vector stores, so that its identifier alone names no row.
    func update(in database: Database) throws {
        try update(in: database, where: "store_id = ? AND id = ?", [storeID.rawValue, id.rawValue])
    }
}
