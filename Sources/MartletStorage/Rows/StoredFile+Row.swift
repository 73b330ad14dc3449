import GRDB
import MartletAPI
import MartletServer

extension StoredFile: StoredRow {
    static let databaseTableName = "files"

    init(storedIn row: Row) throws {
        self.init(
            id: FileID(rawValue: row["id"]), owner: AccountID(rawValue: row["owner"]), createdAt: row["created_at"],
            filename: row["filename"], purpose: FilePurpose(rawValue: row["purpose"]), bytes: row["bytes"],
            contentType: row["content_type"], expiresAt: row["expires_at"], blob: BlobID(rawValue: row["blob"]))
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id.rawValue, "owner": owner.rawValue, "created_at": createdAt, "filename": filename,
            "purpose": purpose.rawValue, "bytes": bytes, "content_type": contentType, "expires_at": expiresAt,
            "blob": blob.rawValue,
        ]
    }
}
