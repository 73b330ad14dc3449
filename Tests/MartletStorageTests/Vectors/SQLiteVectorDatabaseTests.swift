import GRDB
import HTTPTypes
import MartletAPI
import MartletServer
import MartletTesting
import Testing

@testable import MartletStorage

struct SQLiteVectorDatabaseTests {
    private let anna = AccountID(rawValue: "anna")

    private func vector(_ number: Int, dimension: Int = 3) -> StoredVector {
        StoredVector(
            id: VectorID(rawValue: "v\(number)"), embedding: (0..<dimension).map { Float(number + $0) },
            metadata: ["n": .integer(number)], createdAt: 1)
    }

    private func index(_ id: VectorIndexID, dimension: Int = 3) -> StoredVectorIndex {
        StoredVectorIndex(
            id: id, owner: anna, createdAt: 1, name: id.rawValue, dimension: dimension, metric: .dotProduct)
    }

    @Test func `T69 what was acknowledged is found after a new start, and the index is rebuilt from SQLite`()
        async throws
    {
        try await withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            let store = try SQLiteStore(path: path)
            let database = SQLiteVectorDatabase(store, threads: 1)
            try await database.insert(index("i"))
            _ = try await database.upsert((0..<100).map { vector($0) }, into: "i", of: anna)
            _ = try await database.deleteVectors(["v99"], in: "i", of: anna)
            try store.close()

            let again = SQLiteVectorDatabase(try SQLiteStore(path: path), threads: 1)
            let found = try await again.search(
                VectorQuery(vector: [1, 1, 1], topK: 2, includesValues: true), in: "i", of: anna)
            #expect(found?.map(\.id) == ["v98", "v97"])
            #expect(found?.first?.values == [98, 99, 100])
            #expect(found?.first?.metadata == ["n": 98])
            #expect(try await again.vectorCount(in: "i", of: anna) == 99)
        }
    }

    @Test func `an index that was not used for a while leaves the memory, and comes back when it is searched`()
        async throws
    {
        let database = SQLiteVectorDatabase(try SQLiteStore(path: nil), threads: 1)
        try await database.insert(index("i"))
        _ = try await database.upsert([vector(1)], into: "i", of: anna)
        // Writing does not load.
        #expect(database.loaded.usage.indexes == 0)
        let query = VectorQuery(vector: [1, 1, 1], topK: 5)
        _ = try await database.search(query, in: "i", of: anna)
        #expect(database.loaded.usage.indexes == 1)
        database.loaded.letGo(unusedFor: .seconds(3_600))
        #expect(database.loaded.usage.indexes == 1)
        database.loaded.letGo(unusedFor: .zero)
        #expect(database.loaded.usage.indexes == 0)
        _ = try await database.upsert([vector(2)], into: "i", of: anna)
        #expect(try await database.search(query, in: "i", of: anna)?.map(\.id) == ["v2", "v1"])
    }

    @Test func `what another needs makes room for it, the longest unused first`() async throws {
        // Room for two indexes of 1,000 vectors, and not for three.
        let database = SQLiteVectorDatabase(try SQLiteStore(path: nil), memoryLimit: 1_200_000, threads: 1)
        for id in ["a", "b", "c"] {
            try await database.insert(index(VectorIndexID(rawValue: id), dimension: 64))
            _ = try await database.upsert(
                (0..<1_000).map { vector($0, dimension: 64) }, into: VectorIndexID(rawValue: id), of: anna)
        }
        let query = VectorQuery(vector: [Float](repeating: 1, count: 64), topK: 1)
        for id in ["a", "b", "a", "c"] {
            #expect(
                try await database.search(query, in: VectorIndexID(rawValue: id), of: anna)?.first?.id == "v999")
        }
        #expect(database.loaded.usage.indexes == 2)
        #expect(database.loaded.usage.bytes <= 1_200_000)
        #expect(database.loaded.snapshot("a") != nil)
        #expect(database.loaded.snapshot("b") == nil)
    }

    @Test func `an index that could not be searched is not filled, and the error has the numbers`() async throws {
        let database = SQLiteVectorDatabase(try SQLiteStore(path: nil), memoryLimit: 1 << 20, threads: 1)
        try await database.insert(index("i", dimension: 1_024))
        do {
            _ = try await database.upsert((0..<500).map { vector($0, dimension: 1_024) }, into: "i", of: anna)
            Issue.record("It was taken.")
        } catch let error as PlatformError {
            #expect(error.status.code == 507)
            #expect(error.body.code == "vector_memory_exceeded")
            #expect(error.body.message.contains("1 MiB"))
        }
        #expect(try await database.vectorCount(in: "i", of: anna) == 0)
    }

    @Test func `an index is read once, however many searches wait for it`() async throws {
        let database = SQLiteVectorDatabase(try SQLiteStore(path: nil), threads: 2)
        try await database.insert(index("i"))
        _ = try await database.upsert((0..<500).map { vector($0) }, into: "i", of: anna)
        let anna = anna
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await database.search(VectorQuery(vector: [1, 1, 1], topK: 1_000), in: "i", of: anna)?.count
                }
            }
            for try await count in group { #expect(count == 500) }
        }
        #expect(database.loaded.usage.indexes == 1)
    }

    @Test func `a search over several threads finds what one finds`() async throws {
        let store = try SQLiteStore(path: nil)
        let (one, four) = (SQLiteVectorDatabase(store, threads: 1), SQLiteVectorDatabase(store, threads: 4))
        try await one.insert(index("i", dimension: 2_048))
        // More numbers than one thread is given alone.
        for part in 0..<3 {
            _ = try await one.upsert(
                (part * 700..<(part + 1) * 700).map { vector($0, dimension: 2_048) }, into: "i", of: anna)
        }
        let query = VectorQuery(vector: (0..<2_048).map { Float($0 % 7) - 3 }, topK: 20)
        let first = try await one.search(query, in: "i", of: anna)
        let second = try await four.search(query, in: "i", of: anna)
        #expect(first?.count == 20)
        #expect(first == second)
    }

    @Test func `a vector of a wrong length in the database is a fault that is told`() async throws {
        let store = try SQLiteStore(path: nil)
        let database = SQLiteVectorDatabase(store, threads: 1)
        try await database.insert(index("i"))
        _ = try await database.upsert([vector(1)], into: "i", of: anna)
        try await store.write { try $0.execute(sql: "UPDATE vectors SET embedding = x'00'") }
        await #expect(throws: StorageError.self) {
            _ = try await database.search(VectorQuery(vector: [1, 1, 1], topK: 1), in: "i", of: anna)
        }
        #expect(database.loaded.usage.indexes == 0)
    }
}
