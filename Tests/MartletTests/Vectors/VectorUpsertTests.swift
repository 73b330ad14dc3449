import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct VectorUpsertTests {
    // The golden example of GravixLayer's protocol.
    private let inline =
        #"{"ids":["v1"],"count":1,"id":"v1","embedding":[0.1,0.2,0.3],"metadata":{"c":"t"},"delete_protection":false,"#
        + #""created_at":"2025-12-01T10:00:00Z","updated_at":"2025-12-01T10:00:00Z"}"#

    @Test func `a vector is sent as GravixLayer's clients send it, and comes back in the answer`() async throws {
        try await withClient(of: [.json(inline)]) { client, server in
            let vector = try await client.vectors.index("IX").upsert(
                embedding: [0.1, 0.2, 0.3], id: "v1", metadata: ["c": "t"])
            #expect(vector.id == "v1")
            #expect(vector.embedding == [0.1, 0.2, 0.3])
            #expect(vector.metadata == ["c": "t"])
            #expect(vector.createdAt == "2025-12-01T10:00:00Z")
            #expect(server.requestCount == 1)
            #expect(server.requests[0].method == "POST")
            #expect(server.requests[0].path == "/v1/vectors/IX/upsert")
            #expect(
                server.requests[0].bodyText
                    == #"{"vectors":[{"embedding":[0.1,0.2,0.3],"metadata":{"c":"t"},"delete_protection":false,"#
                    + #""id":"v1"}]}"#)
        }
    }

    @Test func `metadata and protection are always sent, and the id only when there is one`() async throws {
        try await withClient(of: [.json(inline)]) { client, server in
            let vectors = client.vectors.index("IX")
            try await vectors.upsert(embedding: [1])
            try await vectors.upsert(embedding: [1], deleteProtection: true)
            try await vectors.upsertText(text: "Hello")
            try await vectors.upsertText(
                text: "Hello world", model: "microsoft/multilingual-e5-large", id: "doc-1",
                metadata: ["category": "greeting"])
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"vectors":[{"embedding":[1.0],"metadata":{},"delete_protection":false}]}"#,
                    #"{"vectors":[{"embedding":[1.0],"metadata":{},"delete_protection":true}]}"#,
                    #"{"vectors":[{"text":"Hello","metadata":{},"delete_protection":false}]}"#,
                    #"{"vectors":[{"text":"Hello world","model":"microsoft/multilingual-e5-large","#
                        + #""metadata":{"category":"greeting"},"delete_protection":false,"id":"doc-1"}]}"#,
                ])
            #expect(
                server.requests.map(\.path)
                    == ["upsert", "upsert", "text/upsert", "text/upsert"].map { "/v1/vectors/IX/\($0)" })
        }
    }

    @Test func `a text's vector comes with the text, its model and the usage`() async throws {
        let answer =
            #"{"ids":["d"],"count":1,"usage":{"prompt_tokens":3,"total_tokens":3},"id":"d","embedding":[1,2],"#
            + #""metadata":{},"delete_protection":true}"#
        try await withClient(of: [.json(answer)]) { client, _ in
            let vector = try await client.vectors.index("IX").upsertText(
                text: "Hello", model: "e5", id: "d", deleteProtection: true)
            #expect(vector.id == "d")
            #expect(vector.embedding == [1, 2])
            #expect(vector.vector.deleteProtection)
            #expect(vector.text == "Hello")
            #expect(vector.model == "e5")
            #expect(vector.usage == EmbeddingUsage(promptTokens: 3, totalTokens: 3))
        }
    }

    @Test(
        arguments: [
            // The answers that GravixLayer's clients understand, and what they then ask for.
            (#"{"upserted_count":1}"#, "mine", "mine"), (#"{"upserted_count":1,"ids":["x"]}"#, nil, "x"),
            (#"{"upserted_count":1,"vectors":[{"id":"x"}]}"#, nil, "x"), (#"{"ids":["x"],"count":1}"#, nil, "x"),
            (#"{"ids":["x"],"count":1}"#, "mine", "mine"), (#"{"id":"x","metadata":{}}"#, nil, "x"),
            ("{}", "mine", "mine"), ("", "mine", "mine"),
        ] as [(String, String?, String)])
    func `an answer without the vector leads to a question`(
        _ answer: String, id: String?, asked: String
    ) async throws {
        try await withClient(of: [.json(answer), .json(VectorSample.vector(asked))]) { client, server in
            let vector = try await client.vectors.index("ix").upsert(
                embedding: [1], id: id.map { VectorID(rawValue: $0) })
            #expect(vector.id == VectorID(rawValue: asked))
            #expect(vector.createdAt == "2025-12-01T10:00:00Z")
            #expect(server.requests.map(\.path) == ["/v1/vectors/ix/upsert", "/v1/vectors/ix/\(asked)"])
        }
        try await withClient(of: [.json(answer), .json(VectorSample.vector(asked))]) { client, server in
            let vector = try await client.vectors.index("ix").upsertText(
                text: "t", id: id.map { VectorID(rawValue: $0) })
            #expect(vector.id == VectorID(rawValue: asked))
            #expect(vector.embedding == [0.1, 0.2, 0.3])
            #expect(server.requests.map(\.path) == ["/v1/vectors/ix/text/upsert", "/v1/vectors/ix/\(asked)"])
        }
    }

    @Test func `a vector in the answer without an id has the one that was sent`() async throws {
        try await withClient(of: [.json(#"{"upserted_count":1,"embedding":[2],"metadata":{"a":1}}"#)]) {
            client, server in
            let vector = try await client.vectors.index("ix").upsert(embedding: [1], id: "v")
            #expect(vector.id == "v")
            #expect(vector.embedding == [2])
            #expect(vector.metadata == ["a": 1])
            #expect(server.requestCount == 1)
        }
    }

    @Test func `a vector that is not found at once is asked for again`() async throws {
        let answers = [
            FaultResponse.json(#"{"ids":["x"],"count":1}"#), .json(#"{"error":"not found"}"#, status: 404),
            .json(VectorSample.vector("x")),
        ]
        try await withClient(of: answers) { client, server in
            let vector = try await client.vectors.index("ix").upsert(embedding: [1])
            #expect(vector.embedding == [0.1, 0.2, 0.3])
            #expect(server.requestCount == 3)
        }
    }

    @Test func `a vector that was taken and cannot be found is what was sent`() async throws {
        let answers = [
            FaultResponse.json(#"{"ids":["x"],"count":1}"#), .json(#"{"error":"not found"}"#, status: 404),
        ]
        try await withClient(of: answers) { client, server in
            let vector = try await client.vectors.index("ix").upsert(
                embedding: [1], metadata: ["a": 1], deleteProtection: true)
            var expected = Vector(id: "x", embedding: [1])
            expected.metadata = ["a": 1]
            expected.deleteProtection = true
            #expect(vector == expected)
            #expect(server.requestCount == 4)
        }
    }

    @Test func `a vector that nobody names cannot be found again`() async throws {
        try await withClient(of: [.json(#"{"upserted_count":1}"#)]) { client, server in
            let error = try await errorOf { try await client.vectors.index("ix").upsert(embedding: [1]) }
            #expect(error.code == .decoding)
            #expect(error.message.contains("Give an id"))
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: [
        (#"{"upserted_count":0,"failed_count":1,"errors":["bad dimension"]}"#, "bad dimension"),
        (#"{"failed_count":1}"#, "does not say why"), (#"{"error":"index not ready"}"#, "index not ready"),
        (#"{"errors":["quota"]}"#, "quota"), (#"{"error":{"message":"no model","code":"m"}}"#, "no model"),
    ])
    func `a failure in a good answer is thrown`(_ answer: String, _ words: String) async throws {
        try await withClient(of: [.json(answer)]) { client, server in
            let vectors = client.vectors.index("ix")
            for error in [
                try await errorOf { try await vectors.upsert(embedding: [1], id: "v") },
                try await errorOf { try await vectors.upsertText(text: "t", id: "v") },
                try await errorOf { try await vectors.batchUpsert([VectorInput(embedding: [1])]) },
                try await errorOf { try await vectors.batchUpsertText([TextVectorInput(text: "t", model: nil)]) },
            ] {
                #expect(error.code == .reportedByServer)
                #expect(error.message.contains(words))
                #expect(error.status == 200)
                #expect(error.bodyText == answer)
            }
            #expect(server.requestCount == 4)
        }
    }

    @Test func `what cannot be put in is refused before anything is sent`() async throws {
        try await withClient(of: [.json(inline)]) { client, server in
            let vectors = client.vectors.index("ix")
            for error in [
                try await errorOf { try await vectors.upsert(embedding: []) },
                try await errorOf { try await vectors.upsert(embedding: [.nan]) },
                try await errorOf { try await vectors.upsert(embedding: [1], id: "") },
                try await errorOf { try await vectors.upsertText(text: "") },
                try await errorOf { try await vectors.upsertText(text: "t", id: "") },
                try await errorOf { try await vectors.batchUpsert([]) },
                try await errorOf { try await vectors.batchUpsertText([]) },
                try await errorOf {
                    try await vectors.batchUpsert([VectorInput(embedding: [1]), VectorInput(embedding: [])])
                },
            ] {
                #expect(error.code == .invalidArgument)
                #expect(error.attempts == 0)
            }
            #expect(server.requestCount == 0)
        }
    }

    // MARK: Many

    @Test func `a batch goes with one request`() async throws {
        let answers = [
            FaultResponse.json(#"{"upserted_count":2,"failed_count":0,"errors":[]}"#),
            .json(#"{"upserted_count":1,"failed_count":1,"errors":["too long"],"usage":{"prompt_tokens":5}}"#),
            // As GravixLayer's Node client reads it.
            .json(#"{"ids":["a","b"],"count":2}"#),
        ]
        try await withClient(of: answers) { client, server in
            let vectors = client.vectors.index("ix")
            let first = try await vectors.batchUpsert([
                VectorInput(embedding: [1], id: "a"), VectorInput(embedding: [2], metadata: ["x": 1]),
            ])
            #expect(first == VectorBatchResponse(upsertedCount: 2))
            let second = try await vectors.batchUpsertText([
                TextVectorInput(text: "t", model: "m", id: "a"), TextVectorInput(text: "u", model: "m"),
            ])
            // Some are in: that is no error.
            #expect(second.upsertedCount == 1)
            #expect(second.failedCount == 1)
            #expect(second.errors == ["too long"])
            #expect(second.usage?.promptTokens == 5)
            let third = try await vectors.batchUpsert([VectorInput(embedding: [1])])
            #expect(third.upsertedCount == 2)
            #expect(
                server.requests[0].bodyText
                    == #"{"vectors":[{"embedding":[1.0],"metadata":{},"delete_protection":false,"id":"a"},"#
                    + #"{"embedding":[2.0],"metadata":{"x":1},"delete_protection":false}]}"#)
            #expect(
                server.requests[1].bodyText
                    == #"{"vectors":[{"text":"t","model":"m","metadata":{},"delete_protection":false,"id":"a"},"#
                    + #"{"text":"u","model":"m","metadata":{},"delete_protection":false}]}"#)
            #expect(
                server.requests.map(\.path)
                    == ["/v1/vectors/ix/batch", "/v1/vectors/ix/text/batch", "/v1/vectors/ix/batch"])
        }
    }

    @Test func `any number goes in batches, and the sum comes back`() async throws {
        let answers = [
            FaultResponse.json(
                #"{"upserted_count":2,"failed_count":0,"errors":[],"usage":{"prompt_tokens":3,"total_tokens":3}}"#),
            .json(
                #"{"upserted_count":1,"failed_count":1,"errors":["e"],"usage":{"prompt_tokens":4,"total_tokens":4}}"#),
            .json(#"{"upserted_count":1,"failed_count":0,"errors":[]}"#),
        ]
        try await withClient(of: answers) { client, server in
            var told: [Int] = []
            let sum = try await client.vectors.index("ix").upsertAllTexts(
                (0..<5).lazy.map { TextVectorInput(text: "\($0)", model: nil) }, batchSize: 2
            ) { told.append($0.upsertedCount) }
            #expect(sum.upsertedCount == 4)
            #expect(sum.failedCount == 1)
            #expect(sum.errors == ["e"])
            #expect(sum.usage == EmbeddingUsage(promptTokens: 7, totalTokens: 7))
            #expect(told == [2, 3, 4])
            let counts = try server.requests.map { try JSONValue(json: $0.body)["vectors"]?.arrayValue?.count }
            #expect(counts == [2, 2, 1])
        }
    }

    @Test func `a batch has 500 unless told otherwise, and none sends nothing`() async throws {
        try await withClient(of: [.json(#"{"upserted_count":500,"failed_count":0,"errors":[]}"#)]) { client, server in
            let vectors = client.vectors.index("ix")
            let none = try await vectors.upsertAll([])
            #expect(none == VectorBatchResponse(upsertedCount: 0))
            #expect(server.requestCount == 0)
            try await vectors.upsertAll(Array(repeating: VectorInput(embedding: [1]), count: 501))
            let counts = try server.requests.map { try JSONValue(json: $0.body)["vectors"]?.arrayValue?.count }
            #expect(counts == [500, 1])
        }
    }

    @Test func `an error says what was done before it`() async throws {
        let answers = [
            FaultResponse.json(#"{"upserted_count":2,"failed_count":0,"errors":[]}"#),
            .json(#"{"error":"vector 1 has 2 dimensions","code":400}"#, status: 400),
        ]
        try await withClient(of: answers) { client, server in
            let error = try await errorOf {
                try await client.vectors.index("ix").upsertAll(
                    Array(repeating: VectorInput(embedding: [1]), count: 6), batchSize: 2)
            }
            #expect(error.code == .invalidRequest)
            #expect(error.batch == VectorBatchResponse(upsertedCount: 2))
            #expect(server.requestCount == 2)
        }
    }
}
