import MartletAPI
public import MartletServer

extension ConformanceCheck where Port == any VectorDatabase {
    private static let anna = StoredSamples.anna
    private static let ben = StoredSamples.ben

    /// What every ``VectorDatabase`` has to do.
    public static let vectorDatabase = [
        ConformanceCheck("An index comes back as it was put in") { database in
            let index = StoredSamples.vectorIndex("i")
            try await database.insert(index)
            try expectEqual(try await database.vectorIndex("i", of: anna), index, "the index")
            try expectEqual(try await database.vectorIndex("i", of: ben), nil, "what Ben finds")
            try expectEqual(try await database.vectorIndex("x", of: anna), nil, "one that there is not")
        },
        ConformanceCheck("A second index with the same name is refused, but not somebody else's or of another kind") {
            database in
            try await database.insert(StoredSamples.vectorIndex("i"))
            var second = StoredSamples.vectorIndex("j")
            second.name = StoredSamples.vectorIndex("i").name
            let twin = second
            try await expectThrows("The second") { try await database.insert(twin) }
            var other = StoredSamples.vectorIndex("k", of: ben)
            other.name = second.name
            try await database.insert(other)
            second.kind = .vectorStore
            try await database.insert(second)
        },
        ConformanceCheck("Indexes are listed by pages, the oldest first, without those of vector stores") { database in
            for id in ["a", "b", "c"] {
                try await database.insert(StoredSamples.vectorIndex(VectorIndexID(rawValue: id)))
            }
            var hidden = StoredSamples.vectorIndex("h")
            hidden.kind = .vectorStore
            try await database.insert(hidden)
            try await database.insert(StoredSamples.vectorIndex("ben", of: ben))
            let first = try await database.vectorIndexes(of: anna, offset: 0, limit: 2)
            try expectEqual(first.items.map(\.id), ["a", "b"], "the first page")
            try expectEqual(first.total, 3, "how many there are")
            let second = try await database.vectorIndexes(of: anna, offset: 2, limit: 2)
            try expectEqual(second.items.map(\.id), ["c"], "the second page")
        },
        ConformanceCheck("A change of an index is kept, and one that throws is not") { database in
            try await database.insert(StoredSamples.vectorIndex("i"))
            let changed = try await database.updateVectorIndex("i", of: anna) { index in
                index.metadata = ["new": 1]
                index.deleteProtection = true
            }
            try expectEqual(changed?.metadata, ["new": 1], "the metadata")
            try expectEqual(try await database.vectorIndex("i", of: anna), changed, "the changed index")
            try await expectThrows("A change that throws") {
                _ = try await database.updateVectorIndex("i", of: anna) { index in
                    index.metadata = [:]
                    throw ConformanceError(description: "no")
                }
            }
            try expectEqual(try await database.vectorIndex("i", of: anna), changed, "the index after that")
            try expectEqual(try await database.updateVectorIndex("i", of: ben) { _ in }, nil, "what Ben changes")
        },
        ConformanceCheck("A protected index cannot be deleted; one that is deleted takes its vectors with it") {
            database in
            var index = StoredSamples.vectorIndex("i")
            index.deleteProtection = true
            try await database.insert(index)
            _ = try await database.upsert([StoredSamples.vector("v", [1, 2, 3])], into: "i", of: anna)
            try await expectThrows("The deletion of a protected index") {
                _ = try await database.deleteVectorIndex("i", of: anna)
            }
            _ = try await database.updateVectorIndex("i", of: anna) { $0.deleteProtection = false }
            // In memory too.
            _ = try await database.search(VectorQuery(vector: [1, 0, 0], topK: 1), in: "i", of: anna)
            try expectEqual(try await database.deleteVectorIndex("i", of: ben), false, "what Ben deletes")
            try expectEqual(try await database.deleteVectorIndex("i", of: anna), true, "the first time")
            try expectEqual(try await database.deleteVectorIndex("i", of: anna), false, "the second time")
            let found = try await database.search(VectorQuery(vector: [1, 0, 0], topK: 1), in: "i", of: anna)
            try expectEqual(found, nil, "what a search finds")
            try await database.insert(StoredSamples.vectorIndex("i"))
            try expectEqual(try await database.vectorIDs(in: "i", of: anna), [], "the vectors of a new one")
        },
        ConformanceCheck("Vectors come back as they were put in, one by one and in their order") { database in
            try await database.insert(StoredSamples.vectorIndex("i"))
            let vectors = [
                StoredSamples.vector("b", [1, 2, 3]), StoredSamples.vector("a", [0.1, -0.2, 1e-30]),
                StoredSamples.vector("Ärger 🙂/%", [3, 4, 5]),
            ]
            try expectEqual(try await database.upsert(vectors, into: "i", of: anna), vectors, "the answer")
            try expectEqual(
                try await database.vectors(["a", "x", "b"], in: "i", of: anna), [vectors[1], vectors[0]], "by id")
            try expectEqual(
                try await database.vectors(in: "i", of: anna, after: nil, limit: 2), Array(vectors[..<2]), "a page")
            try expectEqual(
                try await database.vectors(in: "i", of: anna, after: "a", limit: 2), [vectors[2]], "the next page")
            try expectEqual(try await database.vectorIDs(in: "i", of: anna), vectors.map(\.id), "the ids")
            try expectEqual(try await database.vectorCount(in: "i", of: anna), 3, "how many")
            try expectEqual(try await database.vectors(["a"], in: "i", of: ben), nil, "what Ben finds")
            try expectEqual(try await database.vectorIDs(in: "x", of: anna), nil, "an index that there is not")
        },
        ConformanceCheck("A vector with an id that is there replaces the other, and keeps when it was made") {
            database in
            try await database.insert(StoredSamples.vectorIndex("i"))
            _ = try await database.upsert([StoredSamples.vector("v", [1, 2, 3])], into: "i", of: anna)
            var later = StoredVector(id: "v", embedding: [4, 5, 6], createdAt: 1_800_000_000_000)
            let answer = try await database.upsert([later, later], into: "i", of: anna)
            later.createdAt = StoredSamples.vector("v", []).createdAt
            try expectEqual(answer, [later, later], "the answer")
            try expectEqual(try await database.vectors(["v"], in: "i", of: anna), [later], "the vector")
            try expectEqual(try await database.vectorCount(in: "i", of: anna), 1, "how many")
        },
        ConformanceCheck("All vectors are put in or none, and a wrong length names both numbers") { database in
            try await database.insert(StoredSamples.vectorIndex("i"))
            do {
                _ = try await database.upsert(
                    [StoredSamples.vector("a", [1, 2, 3]), StoredSamples.vector("b", [1, 2])], into: "i", of: anna)
                throw ConformanceError(description: "a wrong length was taken")
            } catch let error as PlatformError {
                try expectEqual(error.body.message.contains("2"), true, "the vector's length")
                try expectEqual(error.body.message.contains("3"), true, "the index's length")
            }
            try expectEqual(try await database.vectorIDs(in: "i", of: anna), [], "what was put in")
            try await expectThrows("A query of a wrong length") {
                _ = try await database.search(VectorQuery(vector: [1], topK: 1), in: "i", of: anna)
            }
            try expectEqual(
                try await database.upsert([StoredSamples.vector("a", [1, 2, 3])], into: "x", of: anna), nil,
                "an index that there is not")
        },
        ConformanceCheck("Protected vectors stay, and the answer says what became of each") { database in
            try await database.insert(StoredSamples.vectorIndex("i"))
            var kept = StoredSamples.vector("kept", [1, 2, 3])
            kept.deleteProtection = true
            _ = try await database.upsert(
                [kept, StoredSamples.vector("gone", [1, 2, 3])], into: "i", of: anna)
            let removal = try await database.deleteVectors(["gone", "kept", "never"], in: "i", of: anna)
            try expectEqual(
                removal, VectorRemoval(deleted: ["gone"], protected: ["kept"], missing: ["never"]),
                "what became of them")
            try expectEqual(try await database.vectorCount(in: "i", of: anna), 1, "how many are left")
            _ = try await database.updateVector("kept", in: "i", of: anna) { $0.deleteProtection = false }
            let second = try await database.deleteVectors(["kept"], in: "i", of: anna)
            try expectEqual(second?.deleted, ["kept"], "what is protected no longer")
            try expectEqual(try await database.deleteVectors(["kept"], in: "i", of: ben), nil, "what Ben deletes")
        },
        ConformanceCheck("A search sees every write that was acknowledged") { database in
            try await database.insert(StoredSamples.vectorIndex("i"))
            func found(_ filter: VectorFilter? = nil) async throws -> [VectorID] {
                let query = VectorQuery(vector: [1, 0, 0], topK: 10, filter: filter)
                return try await database.search(query, in: "i", of: anna)?.map(\.id) ?? []
            }
            try expectEqual(try await found(), [], "an empty index")
            _ = try await database.upsert([StoredSamples.vector("a", [1, 1, 0])], into: "i", of: anna)
            try expectEqual(try await found(), ["a"], "after the first")
            _ = try await database.upsert([StoredSamples.vector("b", [1, 0, 0])], into: "i", of: anna)
            try expectEqual(try await found(), ["b", "a"], "after the second")
            _ = try await database.upsert([StoredSamples.vector("b", [-1, 0, 0])], into: "i", of: anna)
            try expectEqual(try await found(), ["a", "b"], "after a replacement")
            _ = try await database.updateVector("a", in: "i", of: anna) { $0.metadata = ["new": true] }
            try expectEqual(try await found(.equal("new", true)), ["a"], "by new metadata")
            try expectEqual(try await found(.equal("k", "v")), ["b"], "by old metadata")
            _ = try await database.deleteVectors(["a"], in: "i", of: anna)
            try expectEqual(try await found(), ["b"], "after a deletion")
            let matches = try await database.search(
                VectorQuery(vector: [-2, 0, 0], topK: 1, includesValues: true), in: "i", of: anna)
            try expectEqual(matches?.first?.score, 1, "the score by cosine")
            try expectEqual(matches?.first?.values, [-1, 0, 0], "the values")
            try expectEqual(matches?.first?.metadata, ["k": "v", "n": 1], "the metadata")
            let others = try await database.search(VectorQuery(vector: [1, 0, 0], topK: 1), in: "i", of: ben)
            try expectEqual(others, nil, "what Ben finds")
        },
        ConformanceCheck("Writes and searches at the same time lose nothing") { database in
            try await database.insert(StoredSamples.vectorIndex("i"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<20 {
                            let id = VectorID(rawValue: "\(writer)-\(number)")
                            _ = try await database.upsert(
                                [StoredSamples.vector(id, [1, Float(writer), Float(number)])], into: "i", of: anna)
                            let query = VectorQuery(vector: [1, Float(writer), Float(number)], topK: 200)
                            let found = try await database.search(query, in: "i", of: anna) ?? []
                            try expectEqual(found.contains { $0.id == id }, true, "\(id) is found")
                            if number % 4 == 3 { _ = try await database.deleteVectors([id], in: "i", of: anna) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let found = try await database.search(VectorQuery(vector: [1, 0, 0], topK: 1_000), in: "i", of: anna)
            try expectEqual(found?.count, 8 * 15, "how many are found")
            try expectEqual(try await database.vectorCount(in: "i", of: anna), 8 * 15, "how many there are")
            try expectEqual(
                Set(try await database.vectorIDs(in: "i", of: anna) ?? []), Set(found?.map(\.id) ?? []), "which")
        },
    ]
}
