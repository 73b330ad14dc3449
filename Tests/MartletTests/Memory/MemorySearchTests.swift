import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Finding memories, and nobody else's.
@Suite(.inTurn, .timeLimit(.minutes(5))) struct MemorySearchTests {
    private static let meanings = ["eat": "food", "diet": "food", "vegetarian": "food", "steak": "food"]

    @Test func `facts are found by a question worded differently, for two users who never see each other's`()
        async throws
    {
        let replies = [ScriptedReply.text("[]")]
        try await withMemory(replies, meanings: Self.meanings) { test in
            try await test.memory.add([.user("I am vegetarian."), .assistant("Noted.")], userID: "ada")
            try await test.memory.add([.user("I love steak."), .assistant("Noted.")], userID: "bob")
            try await test.memory.add("My dog is called Bruno.", userID: "ada")
            let ada = try await test.memory.search("What diet?", userID: "ada", limit: 10)
            #expect(ada.results.map(\.memory) == ["I am vegetarian."])
            #expect(
                ada.results.allSatisfy { $0.metadata["user_id"] == "ada" && ($0.score ?? 0) >= 0.3 && $0.hash == "" })
            let bob = try await test.memory.search("What diet?", userID: "bob", limit: 10)
            #expect(bob.results.map(\.memory) == ["I love steak."])
            #expect(try await test.memory.search("What diet?", userID: "eve").results.isEmpty)
            let foreign = try #require(bob.results.first?.id)
            #expect(try await test.memory.get(foreign, userID: "ada") == nil)
            #expect(try await test.memory.getMemory(foreign, userID: "ada") == nil)
            for change in [
                { _ = try await test.memory.update(foreign, userID: "ada", content: "x") },
                { _ = try await test.memory.delete(foreign, userID: "ada") },
                { _ = try await test.memory.updateMemory(foreign, userID: "ada", importanceScore: 0) },
            ] as [@Sendable () async throws -> Void] {
                let error = try await errorOf { try await change() }
                #expect(error.code == .notFound)
            }
            #expect(try await test.memory.deleteMemory(foreign, userID: "ada") == false)
            let taken = try await errorOf { try await test.memory.addMemory("x", userID: "ada", id: foreign) }
            #expect(taken.code == .conflict)
            #expect(try await test.memory.deleteAll(userID: "ada").deletedCount == 2)
            #expect(try await test.memory.get(foreign, userID: "bob")?.memory == "I love steak.")
        }
    }

    @Test func `a platform that ignores the filter hands out nothing foreign`() async throws {
        let index = #"{"indexes":[{"id":"ix","name":"gravixlayer_memories","dimension":384,"metric":"cosine"}]}"#
        let hits =
            #"{"hits":[{"id":"1","score":0.9,"metadata":{"user_id":"bob","content":"b"}},"#
            + #"{"id":"2","score":0.8,"metadata":{"user_id":"ada","content":"a"}},{"id":"3","score":0.7,"metadata":{"content":"nobody's"}},"#
            + #"{"id":"4","score":0.6}],"query_time_ms":1}"#
        try await withClient(of: [.json(index), .json(hits), .json(hits)]) { client, _ in
            let memory = try client.memory()
            #expect(try await memory.search("x", userID: "ada").results.map(\.memory) == ["a"])
            #expect(try await memory.getAll(userID: "ada").results.map(\.memory) == ["a"])
        }
    }

    @Test func `the threshold is 0_3 unless told otherwise, and none with 0 or a blank question`() async throws {
        try await withMemory { test in
            try await test.memory.add("one two three four", userID: "ada")
            try await test.memory.add("five six seven eight", userID: "ada")
            func found(_ query: String, _ threshold: Double? = nil) async throws -> Int {
                try await test.memory.search(query, userID: "ada", threshold: threshold).results.count
            }
            #expect(try await found("one two three four") == 1)
            #expect(try await found("one alpha beta gamma") == 0)
            #expect(try await found("one alpha beta gamma", 0.2) == 1)
            #expect(try await found("one two three zero", 0.8) == 0)
            #expect(try await found("one two three four", 0) == 2)
            #expect(try await found("one two three four", -1) == 2)
            #expect(try await found("  ") == 2)
            #expect(test.engine.embedded.last == ["memory"])
            for limit in [0, -1, 1_001] {
                let error = try await errorOf { try await test.memory.search("x", userID: "ada", limit: limit) }
                #expect(error.code == .invalidArgument)
            }
            #expect(try await test.memory.search("one five", userID: "ada", limit: 1).results.count == 1)
        }
    }

    @Test func `the typed search wants more closeness and takes types`() async throws {
        try await withMemory { test in
            try await test.memory.addMemory("one two three four", userID: "ada", type: .semantic)
            try await test.memory.addMemory("one two three five", userID: "ada", type: .working)
            let near = try await test.memory.searchMemories("one two three four", userID: "ada")
            #expect(near.map(\.memory.type) == [.semantic, .working])
            let nearest = try #require(near.first)
            #expect(nearest.relevanceScore > 0.99)
            let working = try await test.memory.searchMemories(
                "one two three four", userID: "ada", types: [.working, .episodic])
            #expect(working.map(\.memory.content) == ["one two three five"])
            #expect(try await test.memory.searchMemories("one", userID: "ada").isEmpty)
            #expect(try await test.memory.searchMemories("one", userID: "ada", minimumRelevance: 0.4).count == 2)
        }
    }

    @Test func `reading makes no index, and finds nothing where there is none`() async throws {
        try await withMemory { test in
            let found = try await test.memory.search("x", userID: "ada")
            #expect(found.results.isEmpty)
            #expect(try await test.memory.getAll(userID: "ada").results.isEmpty)
            #expect(try await test.memory.get("x", userID: "ada") == nil)
            #expect(try await test.memory.stats(userID: "ada") == MemoryStats())
            #expect(try await test.memory.listAllUsers().isEmpty)
            #expect(try await test.memory.deleteAll(userID: "ada").deletedCount == 0)
            #expect(try await test.memory.deleteMemory("x", userID: "ada") == false)
            #expect(try await test.client.vectors.indexes.list().indexes.isEmpty)
        }
    }

    @Test func `accesses are counted where that is wanted`() async throws {
        var configuration = MemoryConfiguration()
        configuration.countsAccess = true
        try await withMemory(configuration: configuration) { test in
            for number in 0..<9 { try await test.memory.add("tea \(number)", userID: "ada") }
            let first = try await test.memory.search("tea", userID: "ada")
            #expect(first.results.count == 9)
            #expect(first.uncounted == 0)
            #expect(first.results.allSatisfy { $0.entry.accessCount == 0 })
            _ = try await test.memory.searchMemories("tea 4", userID: "ada", minimumRelevance: 0.9)
            let all = try await test.memory.listAllMemories(userID: "ada", sortBy: .accessCount)
            #expect(all.map(\.accessCount) == [2] + Array(repeating: 1, count: 8))
            #expect(all.first?.content == "tea 4")
        }
    }

    @Test func `failures are thrown, not turned into nothing`() async throws {
        let refusal = FaultResponse.json(#"{"error":"Authentication failed.","code":401}"#, status: 401)
        try await withClient(of: [refusal]) { client, _ in
            let memory = try client.memory()
            for call in [
                { _ = try await memory.search("x", userID: "ada") }, { _ = try await memory.getAll(userID: "ada") },
                { _ = try await memory.get("x", userID: "ada") }, { _ = try await memory.stats(userID: "ada") },
                { _ = try await memory.deleteAll(userID: "ada") }, { _ = try await memory.listAvailableIndexes() },
                { _ = try await memory.add("x", userID: "ada") }, { try await memory.switchIndex("other") },
                { _ = try await memory.add([.user("I like tea.")], userID: "ada") },
            ] as [@Sendable () async throws -> Void] {
                let error = try await errorOf { try await call() }
                #expect(error.code == .authentication)
            }
            #expect(memory.configuration.indexName == "gravixlayer_memories")
        }
    }
}
