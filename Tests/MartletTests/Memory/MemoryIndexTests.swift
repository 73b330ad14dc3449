import MartletAPI
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import Martlet

/// The index of a memory, and the configuration.
@Suite(.inTurn, .timeLimit(.minutes(5))) struct MemoryIndexTests {
    private static func index(_ id: String, _ name: String, dimension: Int = 384) -> String {
        #"{"id":"\#(id)","name":"\#(name)","dimension":\#(dimension),"metric":"cosine"}"#
    }

    private static func list(_ indexes: String..., total: Int? = nil) -> FaultResponse {
        .json(#"{"indexes":[\#(indexes.joined(separator: ","))]}"#)
    }

    private static let put = FaultResponse.json(#"{"ids":["v"],"count":1,"id":"v","embedding":[1]}"#)

    @Test func `creating a memory sends nothing`() async throws {
        try await withClient(of: [.text("")]) { client, server in
            _ = try client.memory()
            _ = client.memory(MemoryConfiguration(indexName: "other"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `twenty additions at the same time make one index`() async throws {
        try await withMemory { test in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask { try await test.memory.add("memory \(number)", userID: "ada") }
                }
                try await group.waitForAll()
            }
            #expect(try await test.memory.stats(userID: "ada").total == 20)
            let indexes = try await test.client.vectors.indexes.list().indexes
            #expect(indexes.map(\.name) == ["gravixlayer_memories"])
            #expect(indexes.first?.dimension == 384)
            #expect(indexes.first?.metric == .cosine)
            #expect(indexes.first?.metadata?["type"] == "unified_memory_store")
            #expect(indexes.first?.metadata?["embedding_model"] == "all-minilm-l6-v2")
        }
    }

    @Test func `the index is looked for on all pages, and made as GravixLayer's client makes it`() async throws {
        let full = (0..<1_000).map { Self.index("\($0)", "n\($0)") }.joined(separator: ",")
        let first = FaultResponse.json(
            #"{"indexes":[\#(full)],"pagination":{"page":1,"page_size":1000,"total":1001}}"#)
        let second = FaultResponse.json(
            #"{"indexes":[\#(Self.index("ix", "user-memories"))],"pagination":{"page":2,"page_size":1000,"total":1001}}"#
        )
        try await withClient(of: [first, second, Self.put]) { client, server in
            try await client.memory(indexName: "user-memories").add("x", userID: "ada")
            #expect(server.requests.map(\.method) == ["GET", "GET", "POST"])
            #expect(server.requests.last?.path == "/v1/vectors/ix/text/upsert")
        }
    }

    @Test func `the golden requests of a memory`() async throws {
        let hits =
            #"{"hits":[{"id":"v","score":0.9,"metadata":{"user_id":"user-123","content":"c"}}],"query_time_ms":2,"#
            + #""usage":{"prompt_tokens":1,"total_tokens":1}}"#
        let responses = [
            Self.list(), .json(Self.index("ix", "user-memories", dimension: 1_024)), Self.put, .json(hits),
        ]
        try await withClient(of: responses) { client, server in
            let configuration = MemoryConfiguration(
                embeddingModel: "microsoft/multilingual-e5-large", inferenceModel: "qwen", indexName: "user-memories",
                cloudProvider: "aws", region: "us-east-1")
            let core = MemoryCore(client: client, configuration: configuration, now: { TestTime().now })
            let memory = Memory(core: core)
            let added = try await memory.add("I prefer coding in Python", userID: "user-123")
            _ = try await memory.search("What is my preferred language?", userID: "user-123", limit: 10, threshold: 0.5)
            let bodies = try server.requests.map { $0.body.isEmpty ? JSONValue.null : try JSONValue(json: $0.bodyText) }
            #expect(
                server.requests.map { "\($0.method) \($0.path)" } == [
                    "GET /v1/vectors/indexes?page=1&page_size=1000", "POST /v1/vectors/indexes",
                    "POST /v1/vectors/ix/text/upsert", "POST /v1/vectors/ix/search/text",
                ])
            #expect(
                bodies[1] == [
                    "name": "user-memories", "dimension": 1_024, "metric": "cosine", "vector_type": "dense",
                    "cloud_provider": "AWS", "region": "us-east-1", "index_type": "serverless",
                    "metadata": [
                        "type": "unified_memory_store", "embedding_model": "microsoft/multilingual-e5-large",
                        "dimension": 1_024, "created_at": "2026-07-01T12:00:05.250000Z",
                        "description": "The memories of all users",
                    ], "delete_protection": false,
                ])
            let input = bodies[2]["vectors"]?[0]
            #expect(input?["text"] == "I prefer coding in Python")
            #expect(input?["model"] == "microsoft/multilingual-e5-large")
            #expect(input?["delete_protection"] == false)
            #expect(input?["id"]?.stringValue == added.results.first?.id.rawValue)
            #expect(input?["metadata"]?["user_id"] == "user-123")
            #expect(
                bodies[3] == [
                    "query": "What is my preferred language?", "model": "microsoft/multilingual-e5-large", "top_k": 10,
                    "include_metadata": true, "include_values": false, "filter": ["user_id": "user-123"],
                ])
        }
    }

    @Test func `an index that somebody else made meanwhile is used`() async throws {
        for refusal in [
            FaultResponse.json(#"{"error":"Index already exists","code":409}"#, status: 409),
            .json(#"{"error":"An index of that name already exists","code":400}"#, status: 400),
        ] {
            let platform = Platform.custom("x").patient
            var quick = platform
            quick.retryPolicy = RetryPolicy(maxRetries: 0)
            let responses = [Self.list(), refusal, Self.list(Self.index("ix", "gravixlayer_memories")), Self.put]
            try await withClient(of: responses, platform: quick) { client, server in
                try await client.memory().add("x", userID: "ada")
                #expect(server.requests.last?.path == "/v1/vectors/ix/text/upsert")
            }
        }
    }

    @Test func `an index with vectors of another length is an error that says so`() async throws {
        try await withMemory { test in
            _ = try await test.client.vectors.indexes.create(name: "gravixlayer_memories", dimension: 1_024)
            let error = try await errorOf { try await test.memory.add("x", userID: "ada") }
            #expect(error.code == .invalidConfiguration)
            #expect(
                error.message == """
                    The index 'gravixlayer_memories' has vectors of 1024 dimensions, and the embedding model \
                    'all-minilm-l6-v2' makes vectors of 384. Use the model that the index was made for, or another \
                    indexName.
                    """)
        }
    }

    @Test func `a model that is not known is asked once for its dimension`() async throws {
        let engine = WordEngine(embeddingModel: "my-own-model", dimension: 7)
        try await withPlatform(engine: engine) { platform in
            let client = try platform.client()
            let memory = try client.memory(embeddingModel: "my-own-model")
            #expect(memory.currentConfiguration["embedding_dimension"] == .null)
            try await memory.add("one", userID: "ada")
            try await memory.add("two", userID: "ada")
            #expect(memory.currentConfiguration["embedding_dimension"] == 7)
            #expect(try await client.vectors.indexes.named("gravixlayer_memories")?.dimension == 7)
            #expect(engine.embedded == [["memory"], ["one"], ["two"]])
            try await client.shutdown()
        }
    }

    @Test func `an index that is deleted behind our back is made again`() async throws {
        try await withMemory { test in
            try await test.memory.add("one", userID: "ada")
            let index = try #require(try await test.client.vectors.indexes.named("gravixlayer_memories"))
            try await test.client.vectors.indexes.delete(index.id)
            #expect(try await test.memory.getAll(userID: "ada").results.isEmpty)
            try await test.memory.add("two", userID: "ada")
            try await test.client.vectors.indexes.delete(
                try #require(try await test.client.vectors.indexes.named("gravixlayer_memories")).id)
            try await test.memory.add("three", userID: "ada")
            #expect(try await test.memory.getAll(userID: "ada").results.map(\.memory) == ["three"])
        }
    }

    @Test func `another index and another model hold for one call`() async throws {
        try await withMemory { test in
            try await test.memory.add("one", userID: "ada", indexName: "my memories")
            try await test.memory.add("two", userID: "ada")
            #expect(try await test.memory.getAll(userID: "ada").results.map(\.memory) == ["two"])
            #expect(
                try await test.memory.getAll(userID: "ada", indexName: "my memories").results.map(\.memory) == ["one"])
            #expect(try await test.memory.search("one", userID: "ada", indexName: "my memories").results.count == 1)
            #expect(try await test.memory.deleteAll(userID: "ada", indexName: "my memories").deletedCount == 1)
            #expect(try await test.memory.listAvailableIndexes() == ["gravixlayer_memories", "my memories"])
        }
    }

    @Test func `the configuration changes for all copies`() async throws {
        try await withMemory { test in
            let copy = test.memory
            copy.switchConfiguration(inferenceModel: "other", region: "eu")
            #expect(test.memory.configuration.inferenceModel == "other")
            #expect(test.memory.configuration.embeddingModel == "all-minilm-l6-v2")
            #expect(
                test.memory.currentConfiguration == [
                    "embedding_model": "all-minilm-l6-v2", "inference_model": "other",
                    "index_name": "gravixlayer_memories", "cloud_provider": nil, "region": "eu",
                    "embedding_dimension": 384,
                ])
            try await copy.switchIndex("second_memory")
            #expect(test.memory.configuration.indexName == "second_memory")
            _ = try await test.client.vectors.indexes.create(name: "something", dimension: 3)
            #expect(try await test.memory.listAvailableIndexes() == ["second_memory"])
            let error = try await errorOf { try await copy.switchIndex("something") }
            #expect(error.code == .invalidConfiguration)
            #expect(test.memory.configuration.indexName == "second_memory")
        }
    }

    @Test func `GravixLayer's own platform has no defaults`() async throws {
        let client = try MartletClient(platform: .gravixLayer, apiKey: "k")
        let error = #expect(throws: MartletError.self) { try client.memory(embeddingModel: "e", region: "r") }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message == "A memory on gravixlayer also needs inferenceModel, indexName, cloudProvider.")
        let memory = try client.memory(
            embeddingModel: "e", inferenceModel: "i", indexName: "n", cloudProvider: .aws, region: "r")
        #expect(memory.configuration.extraction == .trusting)
        try await client.shutdown()
    }

    @Test func `a platform that refuses the form of an answer is asked without, and from then on`() async throws {
        let refusal = FaultResponse.json(
            #"{"error":{"message":"response_format is not supported","type":"invalid_request_error"}}"#, status: 400)
        let answer = FaultResponse.json(
            Sample.completion(#"[{\"content\":\"I like tea.\",\"memory_type\":\"factual\"}]"#))
        let index = Self.list(Self.index("ix", "gravixlayer_memories"))
        try await withClient(of: [refusal, answer, index, Self.put, answer, Self.put]) { client, server in
            let memory = try client.memory()
            let first = try await memory.add([.user("I like tea.")], userID: "ada")
            #expect(first.outcome == .extracted)
            try await memory.add([.user("I like tea.")], userID: "ada")
            let chats = server.requests.filter { $0.path == "/v1/chat/completions" }
            #expect(chats.map { $0.bodyText.contains("response_format") } == [true, false, false])
        }
    }

    @Test func `T40 an error in a good answer is a failed call`() async throws {
        let answer = FaultResponse.json(#"{"error":{"message":"overloaded"},"choices":null}"#)
        let index = Self.list(Self.index("ix", "gravixlayer_memories"))
        try await withClient(of: [answer, index, Self.put]) { client, _ in
            let addition = try await client.memory().add([.user("I like tea.")], userID: "ada")
            #expect(addition.outcome.name == "stored_raw")
            #expect(addition.outcome.reason?.code == .chatFailed)
            #expect(addition.outcome.reason?.message.contains("overloaded") == true)
        }
    }

    @Test func `a batch of which some failed is an error`() async throws {
        let facts = Sample.completion(
            #"[{\"content\":\"I like tea.\"},{\"content\":\"I live in Rome.\"}]"#)
        let index = Self.list(Self.index("ix", "gravixlayer_memories"))
        let half = FaultResponse.json(#"{"upserted_count":1,"failed_count":1,"errors":["The disk is full."]}"#)
        try await withClient(of: [.json(facts), index, half]) { client, _ in
            let memory = try client.memory()
            let error = try await errorOf {
                try await memory.add([.user("I like tea. I live in Rome.")], userID: "ada")
            }
            #expect(error.code == .reportedByServer)
            #expect(error.message == "1 of 2 memories were stored: The disk is full.")
        }
    }
}
