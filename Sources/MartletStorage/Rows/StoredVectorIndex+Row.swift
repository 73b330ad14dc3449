import GRDB
import MartletAPI
import MartletServer

extension StoredVectorIndex: StoredRow {
    static let databaseTableName = "vector_indexes"

    init(storedIn row: Row) throws {
        let text: String = row["kind"]
        guard let kind = Kind(rawValue: text) else {
            throw StorageError(.corrupt, "The vector index \(row["id"] as String) has the unknown kind '\(text)'.")
        }
        self.init(
            id: VectorIndexID(rawValue: row["id"]), owner: AccountID(rawValue: row["owner"]), kind: kind,
            createdAt: row["created_at"], name: row["name"], dimension: row["dimension"],
            metric: VectorMetric(rawValue: row["metric"]),
            cloudProvider: VectorCloudProvider(rawValue: row["cloud_provider"]), region: row["region"],
            indexType: VectorIndexType(rawValue: row["index_type"]),
            metadata: try JSONColumn.object("metadata", of: row), deleteProtection: row["delete_protection"])
        updatedAt = row["updated_at"]
    }

    func columns() throws -> [String: (any DatabaseValueConvertible)?] {
        [
            "id": id.rawValue, "owner": owner.rawValue, "kind": kind.rawValue, "created_at": createdAt,
            "updated_at": updatedAt, "name": name, "dimension": dimension, "metric": metric.rawValue,
            "cloud_provider": cloudProvider.rawValue, "region": region, "index_type": indexType.rawValue,
            "metadata": try JSONColumn.text(metadata), "delete_protection": deleteProtection,
        ]
    }
}
