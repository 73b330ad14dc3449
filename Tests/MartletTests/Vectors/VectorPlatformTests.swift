import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Every method about vectors, against a platform of our own.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct VectorPlatformTests {
    /// A platform whose embedding model knows texts by their words, and an index of three dimensions and one for texts.
    private func with(
        _ body: @escaping @Sendable (VectorsResource, IndexVectorsResource, IndexVectorsResource) async throws -> Void
    ) async throws {
        try await withPlatform(engine: WordEngine(dimension: 1_024)) { platform in
            let client = try platform.client()
            let indexes = client.vectors.indexes
            let numbers = try await indexes.create(name: "numbers", dimension: 3)
            let texts = try await indexes.create(name: "texts", dimension: 1_024)
            try await body(client.vectors, client.vectors.index(numbers.id), client.vectors.index(texts.id))
            try await client.shutdown()
        }
    }

    // MARK: Indexes

    @Test func `indexes are made, listed, changed and deleted`() async throws {
        try await withPlatform(engine: WordEngine()) { platform in
            let indexes = try platform.client().vectors.indexes
            let made = try await indexes.create(
                name: "my-index", dimension: 1_024, metric: "dotproduct", cloudProvider: "aws", region: "us-east-1",
                metadata: ["team": "search"])
            #expect(made.metric == .dotProduct)
            #expect(made.cloudProvider == .aws)
            #expect(made.region == "us-east-1")
            #expect(made.indexType == .serverless)
            #expect(made.metadata == ["team": "search"])
            #expect(made.additionalProperties.isEmpty)
            let got = try await indexes.get(made.id)
            #expect(got == made)

            let taken = try await errorOf {
                try await indexes.create(
                    name: "my-index", dimension: 3, options: options { $0.maxRetries = 0 })
            }
            #expect(taken.code == .conflict)

            for number in 1...4 { _ = try await indexes.create(name: "i\(number)", dimension: number) }
            let page = try await indexes.list(page: 2, pageSize: 2)
            #expect(page.indexes.map(\.name) == ["i2", "i3"])
            #expect(page.pagination == VectorIndexPagination(page: 2, pageSize: 2, total: 5))
            var names: [String] = []
            for try await index in indexes.all(pageSize: 2) { names.append(index.name) }
            #expect(names == ["my-index", "i1", "i2", "i3", "i4"])
            let named = try await indexes.named("i3")
            #expect(named?.dimension == 3)

            let changed = try await indexes.update(made.id, metadata: ["a": 1], deleteProtection: true)
            #expect(changed.metadata == ["a": 1])
            #expect(changed.deleteProtection)
            let refused = try await errorOf { try await indexes.delete(made.id) }
            #expect(refused.code == .conflict)
            #expect(refused.serverCode == "delete_protected")
            #expect(refused.attempts == 1)
            try await indexes.delete(made.id, force: true)
            for error in [
                try await errorOf { try await indexes.retrieve(made.id) },
                try await errorOf { try await indexes.delete(made.id, force: true) },
                try await errorOf { try await indexes.update(made.id, deleteProtection: true) },
            ] {
                #expect(error.code == .notFound)
            }
        }
    }

    // MARK: Vectors

    @Test func `a vector is put in, read, replaced, changed and deleted`() async throws {
        try await with { _, vectors, _ in
            let made = try await vectors.upsert(
                embedding: [0.1, 0.2, 0.3], id: "vec/1 ü", metadata: ["category": "test"], deleteProtection: true)
            #expect(made.id == "vec/1 ü")
            #expect(made.embedding == [0.1, 0.2, 0.3])
            #expect(made.metadata == ["category": "test"])
            #expect(made.deleteProtection)
            let got = try await vectors.get("vec/1 ü")
            #expect(got == made)
            let unnamed = try await vectors.upsert(embedding: [1, 0, 0])
            #expect(!unnamed.id.rawValue.isEmpty)
            let ids = try await vectors.listIDs()
            #expect(ids == ["vec/1 ü", unnamed.id])

            let replaced = try await vectors.upsert(embedding: [3, 2, 1], id: "vec/1 ü")
            #expect(replaced.embedding == [3, 2, 1])
            #expect(replaced.metadata ?? [:] == [:])
            let changed = try await vectors.update("vec/1 ü", metadata: ["a": [1, 2]], deleteProtection: true)
            #expect(changed.embedding == [3, 2, 1])
            #expect(changed.metadata == ["a": [1, 2]])
            let kept = try await errorOf { try await vectors.delete("vec/1 ü") }
            #expect(kept.serverCode == "delete_protected")
            try await vectors.update("vec/1 ü", deleteProtection: false)
            let deletion = try await vectors.delete("vec/1 ü")
            #expect(deletion.deletedIDs == ["vec/1 ü"])
            for error in [
                try await errorOf { try await vectors.get("vec/1 ü") },
                try await errorOf { try await vectors.delete("vec/1 ü") },
                try await errorOf { try await vectors.update("vec/1 ü", metadata: [:]) },
            ] {
                #expect(error.code == .notFound)
            }
        }
    }

    @Test func `many vectors are listed by their ids, those with a comma too`() async throws {
        try await with { _, vectors, _ in
            let inputs = (0..<300).map {
                VectorInput(embedding: [Float($0), 1, 0], id: VectorID(rawValue: "a long id of a vector \($0)"))
            }
            let sum = try await vectors.upsertAll(
                inputs + [VectorInput(embedding: [1, 1, 1], id: "a,b")], batchSize: 100)
            #expect(sum == VectorBatchResponse(upsertedCount: 301))
            let all = try await vectors.list()
            #expect(all.count == 301)
            let ids = inputs.compactMap(\.id)
            let more: [VectorID] = ["a,b", "none", "no,ne"]
            let some = try await vectors.list(ids: ids[..<250] + more)
            #expect(Set(some.keys) == Set(ids[..<250]).union(["a,b"] as [VectorID]))
            #expect(some[ids[7]]?.embedding == [7, 1, 0])
            let none = try await vectors.list(ids: ["none"])
            #expect(none.isEmpty)
        }
    }

    @Test func `a vector of another length is refused with both lengths`() async throws {
        try await with { _, vectors, texts in
            let upsert = try await errorOf { try await vectors.upsert(embedding: [1, 2]) }
            let search = try await errorOf { try await vectors.search(embedding: [1, 2]) }
            let text = try await errorOf { try await vectors.searchText(query: "q") }
            for error in [upsert, search, text] {
                #expect(error.code == .invalidRequest)
                #expect(error.message.contains("3"))
                #expect(error.serverCode == "wrong_dimension")
            }
            // Of a batch the others are taken.
            let batch = try await vectors.batchUpsert([
                VectorInput(embedding: [1, 2, 3], id: "a"), VectorInput(embedding: [1], id: "b"),
            ])
            #expect(batch.upsertedCount == 1)
            #expect(batch.failedCount == 1)
            #expect(batch.errors.count == 1)
            let all = try await errorOf { try await vectors.upsertAll([VectorInput(embedding: [1])]) }
            #expect(all.code == .invalidRequest)
            #expect(all.batch == VectorBatchResponse(upsertedCount: 0))
            let unknown = try await errorOf { try await texts.upsertText(text: "t", model: "no-such-model") }
            #expect(unknown.code == .notFound)
        }
    }

    @Test func `an id that names a route is refused by the platform`() async throws {
        try await with { _, vectors, _ in
            let error = try await errorOf { try await vectors.upsert(embedding: [1, 2, 3], id: "search") }
            #expect(error.code == .invalidRequest)
        }
    }

    // MARK: Searching

    @Test func `a search brings the closest first, with what was asked for`() async throws {
        try await with { _, vectors, _ in
            _ = try await vectors.batchUpsert([
                VectorInput(embedding: [1, 0, 0], metadata: ["kind": "a", "year": 2024], id: "x"),
                VectorInput(embedding: [1, 1, 0], metadata: ["kind": "b", "year": 2025], id: "xy"),
                VectorInput(embedding: [0, 0, 1], metadata: ["kind": "a", "year": 2025], id: "z"),
            ])
            let found = try await vectors.search(embedding: [2, 0, 0], limit: 2)
            #expect(found.hits.map(\.id) == ["x", "xy"])
            #expect(abs(found.hits[0].score - 1) < 1e-6)
            #expect(abs(found.hits[1].score - 0.5.squareRoot()) < 1e-6)
            #expect(found.hits[0].values == [1, 0, 0])
            #expect(found.hits[0].metadata == ["kind": "a", "year": 2024])
            #expect(found.queryTimeMs != nil)
            let bare = try await vectors.search(
                embedding: [2, 0, 0], filter: .equal("kind", "a"), includeMetadata: false, includeValues: false)
            #expect(bare.hits.map(\.id) == ["x", "z"])
            #expect(bare.hits.allSatisfy { $0.values == nil && $0.metadata == nil })

            func ids(_ filter: VectorFilter) async throws -> [VectorID] {
                try await vectors.search(embedding: [1, 0, 0], filter: filter).hits.map(\.id)
            }
            let any = try await ids(.any([.equal("kind", "b"), .member("year", .less(2025))]))
            #expect(any == ["x", "xy"])
            let all = try await ids(.all([.oneOf("kind", ["a", "b"]), .member("year", .greaterOrEqual(2025))]))
            #expect(all == ["xy", "z"])
            let none = try await ids(.member("none", .exists(true)))
            #expect(none.isEmpty)
            let raw = try await vectors.search(embedding: [1, 0, 0], filter: ["kind": ["b"]])
            #expect(raw.hits.map(\.id) == ["xy"])
            let error = try await errorOf {
                try await vectors.search(embedding: [1, 0, 0], filter: ["a": ["$like": "x"]])
            }
            #expect(error.code == .invalidRequest)
            #expect(error.message.contains("$like"))
        }
    }

    @Test func `texts are put in and found by their words`() async throws {
        try await with { _, _, texts in
            let made = try await texts.upsertText(
                text: "swifts sleep on the wing", model: "all-minilm-l6-v2", id: "swift", metadata: ["kind": "bird"])
            #expect(made.text == "swifts sleep on the wing")
            #expect(made.model == "all-minilm-l6-v2")
            #expect(made.embedding.count == 1_024)
            #expect(made.usage?.promptTokens == 5)
            #expect(made.vector.additionalProperties.isEmpty)
            // Without a model the platform's own.
            let batch = try await texts.batchUpsertText([
                TextVectorInput(text: "bread is baked from flour", model: nil, metadata: ["kind": "food"], id: "bread"),
                TextVectorInput(text: "bats sleep by day", model: nil, metadata: ["kind": "mammal"], id: "bat"),
            ])
            #expect(batch.upsertedCount == 2)
            #expect(batch.usage?.totalTokens == 9)
            let found = try await texts.searchText(query: "where do swifts sleep", limit: 3)
            #expect(found.hits.map(\.id).first == "swift")
            #expect(found.hits.map(\.id).last == "bread")
            #expect(found.usage?.promptTokens == 4)
            let filtered = try await texts.searchText(query: "swifts", filter: ["kind": ["food", "mammal"]])
            #expect(Set(filtered.hits.map(\.id)) == ["bread", "bat"])
        }
    }

    // MARK: Deleting

    @Test func `of a batch what is protected and what there is not is told`() async throws {
        try await with { _, vectors, _ in
            try await vectors.upsert(embedding: [1, 0, 0], id: "a")
            try await vectors.upsert(embedding: [1, 0, 0], id: "b", deleteProtection: true)
            let deletion = try await vectors.batchDelete(["a", "b", "c"])
            #expect(deletion.deletedIDs == ["a"])
            #expect(deletion.count == 1)
            #expect(deletion.protectedIDs == ["b"])
            #expect(deletion.missingIDs == ["c"])
        }
    }

    @Test func `an index is emptied, but for what is protected`() async throws {
        try await with { all, vectors, _ in
            let inputs = (0..<2_345).map { number in
                VectorInput(
                    embedding: [Float(number), 1, 0], deleteProtection: number % 1_000 == 0,
                    id: VectorID(rawValue: "v\(number)"))
            }
            try await vectors.upsertAll(inputs)
            let report = try await vectors.deleteAll()
            #expect(report == VectorDeletionReport(deletedCount: 2_342, keptIDs: ["v0", "v1000", "v2000"]))
            let left = try await vectors.listIDs()
            #expect(left == ["v0", "v1000", "v2000"])
            // All that is left is protected: a conflict, and no error.
            let again = try await vectors.deleteAll()
            #expect(again == VectorDeletionReport(deletedCount: 0, keptIDs: left))
            let forced = try await vectors.deleteAll(force: true)
            #expect(forced == VectorDeletionReport(deletedCount: 3))
            let none = try await vectors.deleteAll()
            #expect(none == VectorDeletionReport())
            let index = try await all.indexes.retrieve(vectors.id)
            #expect(index.name == "numbers")
        }
    }

    @Test func `GravixLayer's client settings reach the same routes`() async throws {
        try await withPlatform(engine: WordEngine()) { platform in
            let client = try MartletClient(
                platform: .gravixLayer, apiKey: "key", baseURL: "http://127.0.0.1:\(platform.port)/v1/inference")
            let index = try await client.vectors.indexes.create(name: "n", dimension: 3)
            let vector = try await client.vectors.index(index.id).upsert(embedding: [1, 2, 3], id: "v")
            #expect(vector.embedding == [1, 2, 3])
            try await client.shutdown()
        }
    }
}
