import Foundation
import GRDB
public import MartletAPI
public import MartletServer
import MartletVectors

extension SQLiteVectorDatabase {
    /// What of an index is needed to work with its vectors.
    struct Place: Sendable {
        var position: Int64
        var dimension: Int
        var metric: VectorMetric
        var count: Int

        var shape: VectorShape { VectorShape(dimension: dimension, metric: metric) }
    }

    /// Nil when there is no such index.
    static func place(_ id: VectorIndexID, of owner: AccountID, in database: Database) throws -> Place? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT position, dimension, metric, vector_count FROM vector_indexes WHERE id = ? AND owner = ?
                    """),
            arguments: [id.rawValue, owner.rawValue])
        return row.map { row in
            Place(
                position: row["position"], dimension: row["dimension"], metric: VectorMetric(rawValue: row["metric"]),
                count: row["vector_count"])
        }
    }

    // MARK: Writing

    public func upsert(
        _ vectors: [StoredVector], into index: VectorIndexID, of owner: AccountID
    ) async throws -> [StoredVector]? {
        // Prepared here, so that the one connection that writes has the less to do.
        let rows = try vectors.map { vector in
            guard !vector.id.rawValue.utf8.contains(0) else { throw PlatformError.nullCharacter }
            return (vector: vector, blob: StoredVector.blob(vector.embedding), metadata: try vector.metadataText())
        }
        let (loaded, limit) = (self.loaded, self.loaded.limit)
        return try await store.write { database in
            guard let place = try Self.place(index, of: owner, in: database) else { return nil }
            for row in rows where row.vector.embedding.count != place.dimension {
                throw PlatformError.wrongDimension(
                    row.vector.embedding.count, of: row.vector.id, index: place.dimension)
            }
            var (inserted, result) = (0, vectors)
            for (number, row) in rows.enumerated() {
                let known = try Self.replace(row, at: place.position, in: database)
                if let known {
                    result[number].createdAt = known
                } else {
                    try Self.insert(row, at: place.position, in: database)
                    inserted += 1
                }
            }
            let needed = place.shape.bytes(rows: place.count + inserted)
            guard needed <= limit else { throw PlatformError.vectorMemoryExceeded(needed: needed, limit: limit) }
            try Self.count(inserted, at: place.position, in: database)
            return result
        } committed: { result in
            guard result != nil else { return }
            loaded.apply(
                rows.map { .put($0.vector.id, $0.vector.embedding, metadata: $0.metadata) }, to: index)
        }
    }

    private typealias PreparedRow = (vector: StoredVector, blob: Data, metadata: String)

    /// - Returns: When the vector was made; nil when there was none with its id.
    private static func replace(_ row: PreparedRow, at position: Int64, in database: Database) throws -> Int? {
        try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    UPDATE vectors SET embedding = ?, metadata = ?, delete_protection = ?, updated_at = ?
                    WHERE index_position = ? AND id = ? RETURNING created_at
                    """),
            arguments: [
                row.blob, row.metadata, row.vector.deleteProtection, row.vector.updatedAt, position,
                row.vector.id.rawValue,
            ])
    }

    private static func insert(_ row: PreparedRow, at position: Int64, in database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO vectors (index_position, id, embedding, metadata, delete_protection, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            position, row.vector.id.rawValue, row.blob, row.metadata, row.vector.deleteProtection,
            row.vector.createdAt, row.vector.updatedAt,
        ])
    }

    private static func count(_ difference: Int, at position: Int64, in database: Database) throws {
        guard difference != 0 else { return }
        try database.cachedStatement(
            sql: "UPDATE vector_indexes SET vector_count = vector_count + ? WHERE position = ?"
        ).execute(arguments: [difference, position])
    }

    public func updateVector(
        _ id: VectorID, in index: VectorIndexID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredVector) throws -> Void
    ) async throws -> StoredVector? {
        let loaded = self.loaded
        return try await store.write { database in
            guard let place = try Self.place(index, of: owner, in: database),
                var vector = try Self.vector(id, at: place.position, in: database)
            else { return nil }
            try change(&vector)
            try database.cachedStatement(
                sql: """
                    UPDATE vectors SET metadata = ?, delete_protection = ?, updated_at = ?
                    WHERE index_position = ? AND id = ?
                    """
            ).execute(arguments: [
                try vector.metadataText(), vector.deleteProtection, vector.updatedAt, place.position, id.rawValue,
            ])
            return vector
        } committed: { vector in
            guard let text = try? vector?.metadataText() else { return }
            loaded.apply([.setMetadata(id, text)], to: index)
        }
    }

    public func deleteVectors(
        _ ids: [VectorID], in index: VectorIndexID, of owner: AccountID
    ) async throws -> VectorRemoval? {
        let loaded = self.loaded
        return try await store.write { database in
            guard let place = try Self.place(index, of: owner, in: database) else { return nil }
            var removal = VectorRemoval()
            for id in ids {
                let isProtected = try Bool.fetchOne(
                    database.cachedStatement(
                        sql: "SELECT delete_protection FROM vectors WHERE index_position = ? AND id = ?"),
                    arguments: [place.position, id.rawValue])
                switch isProtected {
                case nil: removal.missing.append(id)
                case true?: removal.protected.append(id)
                case false?:
                    try database.cachedStatement(sql: "DELETE FROM vectors WHERE index_position = ? AND id = ?")
                        .execute(arguments: [place.position, id.rawValue])
                    removal.deleted.append(id)
                }
            }
            try Self.count(-removal.deleted.count, at: place.position, in: database)
            return removal
        } committed: { removal in
            loaded.apply((removal?.deleted ?? []).map { .remove($0) }, to: index)
        }
    }

    // MARK: Reading

    private static func vector(_ id: VectorID, at position: Int64, in database: Database) throws -> StoredVector? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT \(StoredVector.readColumns) FROM vectors WHERE index_position = ? AND id = ?"),
            arguments: [position, id.rawValue]
        ).map { try StoredVector(storedIn: $0) }
    }

    public func vectors(
        _ ids: [VectorID], in index: VectorIndexID, of owner: AccountID
    ) async throws -> [StoredVector]? {
        try await store.read { database in
            guard let place = try Self.place(index, of: owner, in: database) else { return nil }
            return try ids.compactMap { try Self.vector($0, at: place.position, in: database) }
        }
    }

    public func vectors(
        in index: VectorIndexID, of owner: AccountID, after: VectorID?, limit: Int
    ) async throws -> [StoredVector]? {
        try await store.read { database in
            guard let place = try Self.place(index, of: owner, in: database) else { return nil }
            var start: Int64 = 0
            if let after {
                let found = try Int64.fetchOne(
                    database.cachedStatement(sql: "SELECT position FROM vectors WHERE index_position = ? AND id = ?"),
                    arguments: [place.position, after.rawValue])
                guard let found else { throw PlatformError.unknownCursor(after.rawValue, parameter: "after") }
                start = found
            }
            return try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT \(StoredVector.readColumns) FROM vectors WHERE index_position = ? AND position > ?
                        ORDER BY position LIMIT ?
                        """),
                arguments: [place.position, start, limit]
            ).map { try StoredVector(storedIn: $0) }
        }
    }

    public func vectorIDs(in index: VectorIndexID, of owner: AccountID) async throws -> [VectorID]? {
        try await store.read { database in
            guard let place = try Self.place(index, of: owner, in: database) else { return nil }
            return try String.fetchAll(
                database.cachedStatement(sql: "SELECT id FROM vectors WHERE index_position = ? ORDER BY position"),
                arguments: [place.position]
            ).map { VectorID(rawValue: $0) }
        }
    }

    public func vectorCount(in index: VectorIndexID, of owner: AccountID) async throws -> Int? {
        try await store.read { try Self.place(index, of: owner, in: $0)?.count }
    }
}
