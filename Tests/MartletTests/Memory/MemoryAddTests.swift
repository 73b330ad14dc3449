import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// What becomes of what is to be remembered.
@Suite(.inTurn, .timeLimit(.minutes(5))) struct MemoryAddTests {
    private static let talk: [ChatMessage] = [
        .user("Hi, I'm Ada. I'm vegetarian and I live in Lisbon."), .assistant("Nice to meet you!"),
        .user("Next month I'm moving to Berlin."),
    ]
    private static let statements = [
        "Hi, I'm Ada.", "I'm vegetarian and I live in Lisbon.", "Next month I'm moving to Berlin.",
    ]

    // MARK: Texts

    @Test func `a text is one factual memory, word for word, and no model is asked`() async throws {
        try await withMemory { test in
            let addition = try await test.memory.add(
                "I prefer coding in Python", userID: "user-123", metadata: ["k": 1])
            #expect(addition.outcome == .stored)
            #expect(addition.results.map(\.memory) == ["I prefer coding in Python"])
            #expect(addition.results.map(\.event) == [.add])
            #expect(test.model.requests.isEmpty)
            let id = try #require(addition.results.first?.id)
            #expect(
                id.rawValue.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil
            )
            let stored = try await test.vectors.get(id.vector)
            #expect(
                stored.metadata == [
                    "user_id": "user-123", "memory_type": "factual", "content": "I prefer coding in Python",
                    "created_at": "2026-07-01T12:00:05.250000Z", "updated_at": "2026-07-01T12:00:05.250000Z",
                    "importance_score": 1.0, "access_count": 0, "embedding_model": "all-minilm-l6-v2",
                    "index_name": "gravixlayer_memories", "k": 1,
                ])
        }
    }

    @Test func `metadata never replaces what is memory's own`() async throws {
        try await withMemory { test in
            let evil: JSONObject = [
                "user_id": "bob", "content": "x", "memory_type": "working", "created_at": "never", "access_count": 9,
                "importance_score": 0, "source": "me",
            ]
            try await test.memory.add("I like tea.", userID: "ada", metadata: evil)
            try await test.memory.add([.user("I like tea.")], userID: "ada", metadata: evil, infer: false)
            #expect(try await test.memory.getAll(userID: "bob").results.isEmpty)
            for item in try await test.memory.getAll(userID: "ada").results {
                #expect(item.memory.hasSuffix("I like tea."))
                #expect(item.entry.createdAt != nil)
                #expect(item.entry.accessCount == 0)
                #expect(item.entry.type != .working)
                #expect(item.entry.importanceScore == 1)
                #expect(item.metadata["source"] == "me")
            }
        }
    }

    // MARK: Conversations

    @Test func `facts of a conversation are extracted with one call in a given form`() async throws {
        let reply = ScriptedReply.facts("Ada is vegetarian and lives in Lisbon.", "Next month Ada is moving to Berlin.")
        var configuration = MemoryConfiguration()
        configuration.extraction = .trusting
        try await withMemory([reply], configuration: configuration) { test in
            let addition = try await test.memory.add(Self.talk, userID: "ada", metadata: ["k": 1, "category": "mine"])
            #expect(addition.outcome == .extracted)
            #expect(addition.results.map(\.memory).count == 2)
            let entry = try #require(addition.results.first?.entry)
            #expect(entry.importanceScore == 0.8)
            #expect(
                entry.metadata == [
                    "category": "mine", "inferred": true, "source": "ai_inference", "inference_model": "smollm2",
                    "timestamp": "2026-07-01T12:00:05.250000Z", "k": 1,
                ])
            #expect(try await test.memory.getMemory(entry.id, userID: "ada") == entry)

            #expect(test.model.requests.count == 1)
            let request = try #require(test.model.requests.first)
            #expect(request.temperature == 0.1)
            #expect(request.maxTokens == 1_000)
            #expect(request.messages.map(\.role) == [.system, .user])
            let asked = request.messages[1].text
            #expect(
                asked.contains(
                    "USER: Hi, I'm Ada. I'm vegetarian and I live in Lisbon.\nASSISTANT: Nice to meet you!\nUSER: "))
            #expect(asked.contains("the user ada"))
            guard case .jsonSchema(let name, let schema, _, let strict)? = request.responseFormat else {
                Issue.record("The form of the answer was not given.")
                return
            }
            #expect(name == "memories")
            #expect(strict == true)
            let item = schema["properties"]?["memories"]?["items"]
            #expect(item?["required"] == ["content", "memory_type", "importance", "category"])
            #expect(item?["properties"]?["memory_type"]?["enum"] == ["factual", "episodic", "semantic"])
            // One upsert for both.
            #expect(test.engine.embedded == [addition.results.map(\.memory)])
        }
    }

    @Test func `without inference the conversation is one memory`() async throws {
        try await withMemory { test in
            let addition = try await test.memory.add(Self.talk, userID: "ada", infer: false)
            #expect(addition.outcome == .stored)
            let entry = try #require(addition.results.first?.entry)
            #expect(addition.results.count == 1)
            #expect(entry.type == .episodic)
            #expect(entry.content.hasPrefix("Conversation: USER: Hi, I'm Ada."))
            #expect(
                entry.metadata == [
                    "category": "raw_conversation", "message_count": 3, "inferred": false, "source": "raw_storage",
                    "timestamp": "2026-07-01T12:00:05.250000Z",
                ])
            #expect(test.model.requests.isEmpty)
        }
    }

    @Test func `T71 Memory add never returns success with nothing stored without saying so`() async throws {
        let hello: [ChatMessage] = [.user("Hello! What is the capital of France?"), .assistant("Paris.")]
        let cases: [(ScriptedReply, [ChatMessage], MemoryExtraction, String, MemoryReason.Code?)] = [
            // A list without facts is not taken at its word unless the model is trusted.
            (.text("[]"), Self.talk, .trusting, "nothing_to_remember", nil),
            (.text("[]"), Self.talk, .careful, "kept_statements", .incomplete),
            (.text("[]"), hello, .careful, "nothing_to_remember", nil),
            // Bad JSON, prose, an empty answer, an empty object.
            (.text("I could not find any."), Self.talk, .careful, "stored_raw", .unreadable),
            (.text("I could not find any."), hello, .trusting, "stored_raw", .unreadable),
            (.text(""), Self.talk, .careful, "stored_raw", .unreadable),
            (.text("{}"), Self.talk, .trusting, "stored_raw", .unreadable),
            (.text(#"{"memories":[{"content":""},{"content":7}]}"#), Self.talk, .trusting, "stored_raw", .unreadable),
            (.text(#"{"memories":[{"content":""}]}"#), Self.talk, .careful, "stored_raw", .unreadable),
            // Cut off.
            (
                .text(#"{"memories":[{"content":"Hi, I'"#, finishReason: .length), Self.talk, .careful,
                "kept_statements", .cutOff
            ),
            (
                .text(#"{"memories":[{"content":"Hi, I'"#, finishReason: .length), Self.talk, .trusting, "stored_raw",
                .cutOff
            ),
            // Inventions.
            (.facts("I am a doctor."), Self.talk, .careful, "kept_statements", .ungrounded),
            (.facts("I am a doctor."), hello, .careful, "nothing_to_remember", nil),
            (
                .facts("I am a doctor."), Self.talk, MemoryExtraction(grounding: 1, keepsStatements: false),
                "stored_raw",
                .ungrounded
            ),
            // Refused, withheld, failed.
            (.text("x", finishReason: .contentFilter), Self.talk, .careful, "stored_raw", .refused),
            (.failure(MartletError(.server, "Out of memory.")), Self.talk, .careful, "stored_raw", .chatFailed),
        ]
        for (reply, messages, extraction, outcome, code) in cases {
            var configuration = MemoryConfiguration()
            configuration.extraction = extraction
            let rules = configuration
            try await withMemory([reply], configuration: rules) { test in
                let memory = test.client.with { $0.maxRetries = 0 }.memory(rules)
                let addition = try await memory.add(messages, userID: "ada")
                let stored = try await memory.getAll(userID: "ada").results
                let what = "\(reply) \(extraction) \(addition)"
                #expect(addition.outcome.name == outcome, "\(what)")
                #expect(addition.outcome.reason?.code == code, "\(what)")
                #expect(stored.isEmpty == (addition.outcome == .nothingToRemember), "\(what)")
                #expect(Set(stored.map(\.id)) == Set(addition.results.map(\.id)), "\(what)")
                switch outcome {
                case "kept_statements": #expect(Set(stored.map(\.memory)).isSuperset(of: Self.statements), "\(what)")
                case "stored_raw": #expect(stored.first?.memory.hasPrefix("Conversation: USER: ") == true, "\(what)")
                default: break
                }
            }
        }
    }

    @Test func `what a small model says is judged: inventions go, what it leaves out is kept`() async throws {
        let reply = ScriptedReply.facts(
            "I'm vegetarian and I live in Lisbon.", "I moved to Oslo.", "I live in Lisbon, I'm vegetarian.",
            "Ada eats meat.")
        try await withMemory([reply]) { test in
            let addition = try await test.memory.add(Self.talk, userID: "ada")
            #expect(
                addition.results.map(\.memory)
                    == ["I'm vegetarian and I live in Lisbon.", "Hi, I'm Ada.", "Next month I'm moving to Berlin."])
            #expect(addition.rejected == ["I moved to Oslo.", "Ada eats meat."])
            #expect(addition.outcome.reason?.code == .ungrounded)
            #expect(
                addition.results.map { $0.entry.metadata["source"] } == [
                    "ai_inference", "user_statement", "user_statement",
                ])
            #expect(addition.results.allSatisfy { $0.entry.type == .factual })
            #expect(addition.json["rejected"] == ["I moved to Oslo.", "Ada eats meat."])
            #expect(addition.json["outcome"] == "kept_statements")
            #expect(addition.json["results"]?[0]?["event"] == "ADD")
        }
    }

    @Test func `a model that repeats itself stores each fact once`() async throws {
        var configuration = MemoryConfiguration()
        configuration.extraction = .trusting
        let reply = ScriptedReply.facts("I like Python.", "I like python", "I like Python.", "User likes Python")
        try await withMemory([reply], configuration: configuration) { test in
            let addition = try await test.memory.add([.user("I like Python")], userID: "ada")
            #expect(addition.results.map(\.memory) == ["I like Python."])
            #expect(addition.outcome == .extracted)
        }
    }

    @Test func `a model that says what the user says is taken at its word`() async throws {
        try await withMemory([.facts("Ada is vegetarian and lives in Lisbon.", "Next month Ada is moving to Berlin.")])
        { test in
            let addition = try await test.memory.add(
                [.user("Hi, I'm Ada, I'm vegetarian and I live in Lisbon. Next month I'm moving to Berlin.")],
                userID: "ada")
            #expect(addition.rejected.isEmpty)
            #expect(addition.results.count == 2)
            #expect(addition.outcome == .extracted)
        }
    }

    // MARK: Texts that are too long

    @Test func `a conversation that is longer than the model reads becomes several memories`() async throws {
        let talk = (0..<40).map { ChatMessage.user("Fact number \($0) is that I own a boat called Boat\($0).") }
        try await withMemory(maximumWords: 60) { test in
            let addition = try await test.memory.add(talk, userID: "ada", infer: false)
            #expect(addition.outcome == .stored)
            #expect(addition.results.count > 5)
            let whole = addition.results.map(\.memory).joined(separator: "\n")
            for number in 0..<40 { #expect(whole.contains("called Boat\(number).")) }
            #expect(Set(addition.results.map(\.id)).count == addition.results.count)
            #expect(try await test.memory.stats(userID: "ada").total == addition.results.count)
        }
    }

    @Test func `a text that is longer than the model reads is refused`() async throws {
        try await withMemory(maximumWords: 5) { test in
            let error = try await errorOf { try await test.memory.add("one two three four five six", userID: "ada") }
            #expect(error.code == .contextLengthExceeded)
            #expect(try await test.memory.getAll(userID: "ada").results.isEmpty)
        }
    }

    // MARK: What is at fault

    @Test func `what cannot be remembered is refused, with nothing sent`() async throws {
        try await withClient(of: [.text("")]) { client, server in
            let memory = try client.memory()
            for call in [
                { try await memory.add("", userID: "ada") }, { try await memory.add(" \n", userID: "ada") },
                { try await memory.add("x", userID: "") }, { try await memory.add("x", userID: "  ") },
                { try await memory.add([ChatMessage](), userID: "ada") },
                { try await memory.add([.user(" ")], userID: "ada") },
                { try await memory.add([.user("x")], userID: "", infer: false) },
                { try await memory.add("x", userID: "ada", indexName: " ") },
            ] as [@Sendable () async throws -> MemoryAddition] {
                let error = try await errorOf { try await call() }
                #expect(error.code == .invalidArgument)
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `an unknown embedding model is an error, not a memory`() async throws {
        try await withMemory { test in
            let error = try await errorOf {
                try await test.memory.add("I like tea.", userID: "ada", embeddingModel: "no-such-model")
            }
            #expect(error.code == .notFound)
            #expect(try await test.memory.getAll(userID: "ada").results.isEmpty)
        }
    }
}
