import Foundation
import GRDB
public import MartletAPI
public import MartletServer
import MartletVectors
import NIOPosix
import Synchronization

extension SQLiteVectorDatabase {
    /// From so many numbers on, a search is worth a thread of its own; it then takes tens of microseconds at least.
    private static let inlineFloats = 1 << 18
    /// From so many numbers on, a search is worth several threads, if nothing else is searched.
    private static let parallelFloats = 1 << 22

    public func search(
        _ query: VectorQuery, in index: VectorIndexID, of owner: AccountID
    ) async throws -> [VectorMatch]? {
        guard let (identity, snapshot) = try await snapshot(index, of: owner), identity.owner == owner else {
            return nil
        }
        guard query.vector.count == identity.shape.dimension else {
            throw PlatformError.wrongDimension(query.vector.count, of: nil, index: identity.shape.dimension)
        }
        return try await matches(query, snapshot).map { match in
            VectorMatch(
                id: match.id, score: match.score, values: match.values,
                metadata: match.metadata.isEmpty ? [:] : try JSONValue(json: match.metadata).objectValue ?? [:])
        }
    }

    private func matches(_ query: VectorQuery, _ snapshot: VectorSnapshot) async throws -> [VectorSnapshot.Match] {
        let floats = snapshot.count * snapshot.shape.dimension
        guard floats > Self.inlineFloats else {
            return snapshot.search(
                query.vector, topK: query.topK, filter: query.filter, includesValues: query.includesValues)
        }
        searches.add(1, ordering: .relaxed)
        defer { searches.subtract(1, ordering: .relaxed) }
        let isAlone = searches.load(ordering: .relaxed) == 1
        let parts = snapshot.parts(floats > Self.parallelFloats && isAlone ? threadCount : 1)
        let threads = self.threads
        let partials = try await withThrowingTaskGroup(of: VectorSnapshot.Partial.self) { group in
            for part in parts {
                group.addTask {
                    try await threads.runIfActive {
                        snapshot.search(query.vector, topK: query.topK, filter: query.filter, in: part)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return snapshot.matches(partials, topK: query.topK, query.includesValues)
    }

    /// An index's vectors, loaded when they are not yet; nil when there is no such index.
    private func snapshot(
        _ id: VectorIndexID, of owner: AccountID
    ) async throws -> (identity: LoadedIndexes.Identity, snapshot: VectorSnapshot)? {
        // What was just loaded may be gone again when memory is short.
        for _ in 0..<3 {
            if let loaded = loaded.snapshot(id) { return loaded }
            guard let place = try await store.read({ try Self.place(id, of: owner, in: $0) }) else { return nil }
            let store = self.store
            try await loaded.load(
                id, .init(position: place.position, owner: owner, shape: place.shape),
                bytes: place.shape.bytes(rows: place.count)
            ) {
                try await store.read { try Self.table(place, in: $0) }
            }
        }
        throw PlatformError.vectorMemoryBusy
    }

    private static func table(_ place: Place, in database: Database) throws -> VectorTable {
        var table = VectorTable(shape: place.shape).reserving(place.count)
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: "SELECT id, metadata, embedding FROM vectors WHERE index_position = ? ORDER BY position"),
            arguments: [place.position])
        var vector = [Float](repeating: 0, count: place.dimension)
        while let row = try rows.next() {
            let id = VectorID(rawValue: row[0])
            try row.withUnsafeData(atIndex: 2) { data in
                guard let data, data.count == place.dimension * 4 else {
                    throw StorageError(.corrupt, "The vector '\(id)' in the database has the wrong length.")
                }
                data.withUnsafeBytes { bytes in
                    for index in 0..<place.dimension {
                        vector[index] = Float(
                            bitPattern: UInt32(
                                littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
                    }
                }
            }
            vector.withUnsafeBufferPointer { table.put(id, $0, metadata: row[1]) }
        }
        return table
    }
}
