import MartletAPI
import MartletServer
import MartletTesting
import Testing

@Suite struct VectorSearchRoutesTests {
    @Test(arguments: ["cosine", "euclidean", "dot_product"])
    func `a search finds the closest by the index's metric`(_ metric: String) async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller, metric: metric)
            _ = try await caller.post(
                "/vectors/\(id)/batch",
                [
                    "vectors": [
                        VectorRequests.vector("long", [10, 0, 0]), VectorRequests.vector("near", [1, 0.1, 0]),
                        VectorRequests.vector("other", [0, 1, 0]),
                    ]
                ])
            let answer = try await caller.post("/vectors/\(id)/search", ["vector": [1, 0, 0], "top_k": 3])
            #expect(Set(answer.body.objectValue?.keys ?? []) == ["hits", "query_time_ms"])
            let hits = try VectorSearchResponse(json: answer.body.jsonBytes()).hits
            switch metric {
            case "cosine":
                #expect(hits.map(\.id) == ["long", "near", "other"])
                #expect(hits[0].score == 1)
                #expect(hits[2].score == 0)
            case "euclidean":
                #expect(hits.map(\.id) == ["near", "other", "long"])
                #expect(abs(hits[0].score - 1 / 1.1) < 1e-6)
                #expect(hits[2].score == 0.1)
            default:
                #expect(hits.map(\.id) == ["long", "near", "other"])
                #expect(hits[0].score == 10)
            }
            #expect(hits[0].values != nil)
            #expect(hits[0].metadata == [:])
        }
    }

    @Test func `hits hold only what was asked for`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            _ = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [VectorRequests.vector("a", [1, 2, 3], ["k": "v"])]])
            let bare = try await caller.post(
                "/vectors/\(id)/search",
                [
                    "vector": [1, 0, 0], "top_k": 1, "include_metadata": false, "include_values": false,
                    "filter": .null,
                ])
            #expect(Set(bare["hits"][0]?.objectValue?.keys ?? []) == ["id", "score"])
            let full = try await caller.post("/vectors/\(id)/search", ["vector": [1, 0, 0], "top_k": 1])
            #expect(Set(full["hits"][0]?.objectValue?.keys ?? []) == ["id", "score", "values", "metadata"])
        }
    }

    @Test(arguments: [
        (#"{"user":"u1"}"#, ["b", "a"]), (#"{"user":["u1","u2"]}"#, ["c", "b", "a"]),
        (#"{"user":"u1","n":{"$gte":2}}"#, ["b"]), (#"{"$or":[{"n":1},{"n":3}]}"#, ["c", "a"]),
        (#"{"tags":"x"}"#, ["a"]), (#"{"user":{"$ne":"u1"}}"#, ["d", "c"]), (#"{"n":{"$exists":false}}"#, ["d"]),
        (#"{"n":{"$nin":[1,2]}}"#, ["d", "c"]), (#"{"$and":[{"n":{"$gt":1}},{"n":{"$lt":3}}]}"#, ["b"]),
        (#"{}"#, ["d", "c", "b", "a"]),
    ])
    func `filters say which vectors count`(_ filter: String, _ expected: [String]) async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller, metric: "dot_product")
            _ = try await caller.post(
                "/vectors/\(id)/batch",
                [
                    "vectors": [
                        VectorRequests.vector("a", [1, 0, 0], ["user": "u1", "n": 1, "tags": ["x", "y"]]),
                        VectorRequests.vector("b", [2, 0, 0], ["user": "u1", "n": 2]),
                        VectorRequests.vector("c", [3, 0, 0], ["user": "u2", "n": 3]),
                        VectorRequests.vector("d", [4, 0, 0]),
                    ]
                ])
            let answer = try await caller.post(
                "/vectors/\(id)/search", ["vector": [1, 0, 0], "top_k": 9, "filter": try JSONValue(json: filter)])
            #expect(answer["hits"].arrayValue?.compactMap { $0["id"]?.stringValue } == expected)
        }
    }

    @Test(arguments: [
        #"{"vector":[1,2,3]}"#, #"{"vector":[1,2,3],"top_k":0}"#, #"{"vector":[1,2,3],"top_k":1001}"#,
        #"{"vector":[1,2,3],"top_k":"many"}"#, #"{"vector":"x y","top_k":1}"#, #"{"top_k":1}"#,
        #"{"vector":[1,2,3],"top_k":1,"filter":{"$nor":[]}}"#,
        #"{"vector":[1,2,3],"top_k":1,"filter":{"a":{"$gt":[]}}}"#,
        #"{"vector":[1,2,3],"top_k":1,"filter":7}"#, #"{"vector":[1,2,3],"top_k":1,"namespace":"x"}"#,
    ])
    func `T65 T66 a search that cannot be made is a 400`(_ body: String) async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            let answer = try await caller.post("/vectors/\(id)/search", try JSONValue(json: body))
            #expect(answer.status == 400, "\(answer.body)")
            #expect(answer.error.stringValue?.isEmpty == false)
        }
    }

    @Test func `texts are embedded, put in and found`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller, dimension: 5)
            let one = try await caller.post(
                "/vectors/\(id)/text/upsert",
                ["vectors": [["text": "aaa", "model": "vectors", "metadata": ["t": 1], "id": "a"]]])
            #expect(one.status == 200)
            #expect(one["ids"] == ["a"])
            #expect(one["usage"] == ["prompt_tokens": 3, "total_tokens": 3])
            #expect(one["embedding"].arrayValue?.count == 5)
            let batch = try await caller.post(
                "/vectors/\(id)/text/batch",
                ["vectors": [["text": "bbb", "id": "b"], ["text": "ccc", "id": "c"]]])
            #expect(batch["upserted_count"] == 2)
            #expect(batch["usage"] == ["prompt_tokens": 6, "total_tokens": 6])
            let found = try await caller.post(
                "/vectors/\(id)/search/text", ["query": "bb", "model": "vectors", "top_k": 1])
            #expect(found["hits"][0]?["id"] == "b")
            #expect(found["usage"] == ["prompt_tokens": 2, "total_tokens": 2])
        }
    }

    @Test func `a model whose vectors have another length is a 400 with both numbers`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            let upsert = try await caller.post("/vectors/\(id)/text/upsert", ["vectors": [["text": "aaa"]]])
            let search = try await caller.post("/vectors/\(id)/search/text", ["query": "a", "top_k": 1])
            for answer in [upsert, search] {
                #expect(answer.status == 400)
                #expect(answer.error.stringValue?.contains("5 dimensions") == true, "\(answer.body)")
                #expect(answer.error.stringValue?.contains("3") == true)
            }
        }
    }

    @Test(arguments: [
        #"{"vectors":[{"text":""}]}"#, #"{"vectors":[{"text":"  "}]}"#, #"{"vectors":[{"model":"vectors"}]}"#,
        #"{"vectors":[{"text":"a","embedding":[1]}]}"#, #"{"vectors":[]}"#,
    ])
    func `a text of which there is no vector is a 400, and the engine is not asked`(_ body: String) async throws {
        let engine = StubEngine()
        try await VectorRequests.with(engine: engine) { caller in
            let id = try await VectorRequests.index(caller, dimension: 5)
            #expect(try await caller.post("/vectors/\(id)/text/upsert", try JSONValue(json: body)).status == 400)
        }
        #expect(engine.embedded.isEmpty)
    }
}
