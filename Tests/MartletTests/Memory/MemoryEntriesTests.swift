import Foundation
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Single memories, lists, statistics and what is deleted.
@Suite(.inTurn, .timeLimit(.minutes(5))) struct MemoryEntriesTests {
    @Test func `a memory is read, changed and deleted`() async throws {
        let time = TestTime()
        try await withMemory(time: time) { test in
            let entry = try await test.memory.addMemory(
                "I like tea.", userID: "ada", type: .semantic, metadata: ["k": ["a": 1]], id: "my-id",
                importanceScore: 0.5)
            #expect(entry.id == "my-id")
            #expect(entry.createdAt == time.now)
            let item = try #require(try await test.memory.get("my-id", userID: "ada"))
            #expect(item.memory == "I like tea.")
            #expect(item.score == nil)
            #expect(item.createdAt == "2026-07-01T12:00:05.250000Z")
            #expect(item.entry == entry)
            #expect(try await test.memory.get("other", userID: "ada") == nil)

            time.move(by: 60)
            let update = try await test.memory.update("my-id", userID: "ada", content: "I like coffee.")
            #expect(update.message == "Memory my-id updated successfully!")
            let changed = try #require(try await test.memory.getMemory("my-id", userID: "ada"))
            #expect(changed == update.entry)
            #expect(changed.content == "I like coffee.")
            #expect(changed.createdAt == entry.createdAt)
            #expect(changed.updatedAt == time.now)
            #expect(changed.type == .semantic)
            #expect(changed.importanceScore == 0.5)
            #expect(changed.metadata == ["k": ["a": 1]])
            #expect(try await test.memory.search("coffee", userID: "ada").results.count == 1)
            #expect(try await test.memory.search("tea", userID: "ada").results.isEmpty)

            let embedded = test.engine.embedded.count
            let noted = try await test.memory.updateMemory(
                "my-id", userID: "ada", metadata: ["n": 2, "user_id": "bob"], importanceScore: 1)
            #expect(noted.metadata == ["n": 2])
            #expect(noted.importanceScore == 1)
            #expect(noted.content == "I like coffee.")
            #expect(test.engine.embedded.count == embedded)
            #expect(try await test.memory.getMemory("my-id", userID: "ada") == noted)

            #expect(
                try await test.memory.delete("my-id", userID: "ada").message == "Memory my-id deleted successfully!")
            let error = try await errorOf { try await test.memory.delete("my-id", userID: "ada") }
            #expect(error.code == .notFound)
            #expect(error.message == "The user has no memory 'my-id'.")
            let gone = try await errorOf { try await test.memory.update("my-id", userID: "ada", content: "x") }
            #expect(gone.code == .notFound)
        }
    }

    @Test func `a change keeps the protection, and what is protected is not deleted`() async throws {
        try await withMemory { test in
            let entry = try await test.memory.addMemory("I like tea.", userID: "ada")
            try await test.memory.addMemory("I like cake.", userID: "ada")
            try await test.vectors.update(entry.id.vector, deleteProtection: true)
            try await test.memory.update(entry.id, userID: "ada", content: "I like coffee.")
            #expect(try await test.vectors.get(entry.id.vector).deleteProtection)
            let error = try await errorOf { try await test.memory.delete(entry.id, userID: "ada") }
            #expect(error.code == .conflict)
            let clearance = try await test.memory.deleteAll(userID: "ada")
            #expect(clearance == MemoryClearance(userID: "ada", deletedCount: 1, keptIDs: [entry.id]))
            #expect(clearance.message == "Deleted 1 memories for user ada")
            let again = try await test.memory.deleteAll(userID: "ada")
            #expect(again.deletedCount == 0)
            #expect(again.keptIDs == [entry.id])
        }
    }

    @Test func `wrong changes are refused`() async throws {
        try await withClient(of: [.text("")]) { client, server in
            let memory = try client.memory()
            for call in [
                { _ = try await memory.updateMemory("x", userID: "ada") },
                { _ = try await memory.updateMemory("x", userID: "ada", content: " ") },
                { _ = try await memory.updateMemory("x", userID: "ada", importanceScore: 2) },
                { _ = try await memory.addMemory("x", userID: "ada", importanceScore: .nan) },
                { _ = try await memory.addMemory("x", userID: "ada", id: "") },
                { _ = try await memory.get("", userID: "ada") }, { _ = try await memory.get("x", userID: " ") },
                { _ = try await memory.getAll(userID: "ada", limit: 0) },
                { _ = try await memory.listAllUsers(limit: 0) }, { _ = try await memory.deleteAll(userID: "") },
                { _ = try await memory.stats(userID: "") },
            ] as [@Sendable () async throws -> Void] {
                let error = try await errorOf { try await call() }
                #expect(error.code == .invalidArgument)
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `lists are sorted, and the newest come first`() async throws {
        let time = TestTime()
        try await withMemory(time: time) { test in
            for (number, type) in [MemoryType.factual, .working, .factual].enumerated() {
                time.move(by: 1)
                try await test.memory.addMemory(
                    "memory \(number)", userID: "ada", type: type, id: MemoryID(rawValue: "\(number)"),
                    importanceScore: [0.5, 0.9, 0.1][number])
            }
            time.move(by: 1)
            try await test.memory.updateMemory("0", userID: "ada", metadata: [:])
            func ids(_ key: MemorySortKey, _ ascending: Bool = false, _ limit: Int = 100) async throws -> [String] {
                try await test.memory.listAllMemories(userID: "ada", limit: limit, sortBy: key, ascending: ascending)
                    .map(\.id.rawValue)
            }
            #expect(try await ids(.createdAt) == ["2", "1", "0"])
            #expect(try await ids(.createdAt, true) == ["0", "1", "2"])
            #expect(try await ids(.updatedAt) == ["0", "2", "1"])
            #expect(try await ids(.importanceScore, false, 2) == ["1", "0"])
            #expect(try await ids(.accessCount) == ["0", "1", "2"])
            #expect(try await test.memory.getAll(userID: "ada", limit: 2).results.map(\.id) == ["2", "1"])
            #expect(try await test.memory.getMemoriesByType(.factual, userID: "ada").map(\.id) == ["2", "0"])
            let stats = try await test.memory.stats(userID: "ada")
            #expect(stats.total == 3)
            #expect(stats.factualCount == 2)
            #expect(stats.workingCount == 1)
            #expect(stats.lastUpdated == time.now)
            #expect(stats.json["total_memories"] == 3)
            #expect(stats.json["semantic_count"] == 0)
        }
    }

    @Test func `working memories that have grown old are deleted`() async throws {
        let time = TestTime()
        try await withMemory(time: time) { test in
            try await test.memory.addMemory("old", userID: "ada", type: .working)
            try await test.memory.addMemory("lasting", userID: "ada")
            try await test.memory.addMemory("somebody else's", userID: "bob", type: .working)
            time.move(by: 7_000)
            try await test.memory.addMemory("new", userID: "ada", type: .working)
            #expect(try await test.memory.cleanupWorkingMemory(userID: "ada") == 0)
            time.move(by: 201)
            #expect(try await test.memory.cleanupWorkingMemory(userID: "ada") == 1)
            let left = try await test.memory.listAllMemories(userID: "ada").map(\.content)
            #expect(Set(left) == ["lasting", "new"])
            let later = time.now.addingTimeInterval(60)
            #expect(
                try await test.memory.cleanupWorkingMemory(userID: "ada", olderThan: .seconds(10), at: later) == 1)
            #expect(try await test.memory.stats(userID: "bob").workingCount == 1)
        }
    }

    @Test func `more memories than one search brings are all listed, counted and deleted`() async throws {
        try await withMemory { test in
            try await test.memory.add("the first", userID: "ada")
            let vectors = try await test.vectors
            func fill(_ user: String, _ count: Int) async throws {
                let inputs = (0..<count).map { number -> VectorInput in
                    var embedding = [Float](repeating: 0, count: 384)
                    // Half of them point away from any question.
                    embedding[number % 384] = number.isMultiple(of: 2) ? 1 : -1
                    return VectorInput(
                        embedding: embedding,
                        metadata: [
                            "user_id": .string(user), "content": "m",
                            "memory_type": number == 0 ? "semantic" : "factual",
                        ])
                }
                for start in stride(from: 0, to: count, by: 500) {
                    _ = try await vectors.batchUpsert(Array(inputs[start..<min(start + 500, count)]))
                }
            }
            try await fill("ada", 1_200)
            try await fill("bob", 300)
            #expect(try await test.memory.stats(userID: "ada").total == 1_201)
            #expect(try await test.memory.getAll(userID: "ada", limit: 2_000).results.count == 1_201)
            #expect(try await test.memory.getMemoriesByType(.semantic, userID: "ada").count == 1)
            #expect(try await test.memory.getAll(userID: "bob", limit: 2_000).results.count == 300)
            #expect(try await test.memory.listAllUsers() == ["ada", "bob"])
            #expect(try await test.memory.listAllUsers(limit: 1) == ["ada"])
            let clearance = try await test.memory.deleteAll(userID: "ada")
            #expect(clearance.deletedCount == 1_201)
            #expect(clearance.keptIDs.isEmpty)
            #expect(try await test.memory.getAll(userID: "ada").results.isEmpty)
            #expect(try await test.memory.stats(userID: "bob").total == 300)
        }
    }

    @Test func `memories of GravixLayer's clients are read`() async throws {
        try await withMemory { test in
            try await test.memory.add("x", userID: "ada")
            let vectors = try await test.vectors
            let old: JSONObject = [
                "user_id": "ada", "data": "from an older class", "hash": "d41d8",
                "created_at": "2025-01-01T10:00:00.123456",
            ]
            try await vectors.upsertText(
                text: "from an older class", model: "all-minilm-l6-v2", id: "old", metadata: old)
            let entry = try #require(try await test.memory.getMemory("old", userID: "ada"))
            #expect(entry.content == "from an older class")
            #expect(entry.type == .factual)
            #expect(entry.importanceScore == 1)
            #expect(entry.createdAt == MemoryTime.date(from: "2025-01-01T10:00:00.123456"))
            #expect(entry.metadata == ["data": "from an older class", "hash": "d41d8"])
            try await test.memory.update("old", userID: "ada", content: "new")
            #expect(try await test.memory.get("old", userID: "ada")?.metadata["data"] == "new")
        }
    }

    @Test func `times have the form that the configuration says`() async throws {
        var configuration = MemoryConfiguration()
        configuration.legacyTimestamps = true
        let time = TestTime()
        try await withMemory(configuration: configuration, time: time) { test in
            let entry = try await test.memory.addMemory("x", userID: "ada")
            #expect(entry.createdAt == time.now)
            let text = try #require(try await test.memory.get(entry.id, userID: "ada")?.createdAt)
            #expect(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}/) != nil)
        }
    }
}
