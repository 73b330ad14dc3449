import MartletAPI
import MartletServer
import MartletTesting
import Testing

@Suite struct VectorRoutesTests {
    private static let created: JSONValue = [
        "name": "n", "dimension": 3, "metric": "cosine", "vector_type": "dense", "cloud_provider": "AWS",
        "region": "us-east-1", "index_type": "serverless", "metadata": [:], "delete_protection": false,
    ]

    private func with(
        engine: StubEngine = StubEngine(), limits: PlatformLimits = PlatformLimits(),
        _ body: @escaping @Sendable (Caller) async throws -> Void
    ) async throws {
        var configuration = PlatformConfiguration()
        configuration.limits = limits
        try await withPlatform(engine: engine, configuration: configuration) { platform in
            try await body(Caller(port: platform.port, isOpenAI: false))
        }
    }

    /// An index of three dimensions.
    private static func index(_ caller: Caller, dimension: Int = 3, metric: String = "cosine") async throws -> String {
        var body = created.objectValue ?? [:]
        body["dimension"] = .integer(dimension)
        body["metric"] = .string(metric)
        let answer = try await caller.post("/vectors/indexes", .object(body))
        #expect(answer.status == 200, "\(answer.body)")
        return answer.id
    }

    private static func vector(_ id: String, _ values: [Double], _ metadata: JSONObject = [:]) -> JSONValue {
        [
            "embedding": .array(values.map { .number($0) }), "metadata": .object(metadata),
            "delete_protection": false, "id": .string(id),
        ]
    }

    // MARK: Indexes

    @Test func `an index has exactly the members that strict clients take`() async throws {
        try await with { caller in
            let answer = try await caller.post("/vectors/indexes", Self.created)
            #expect(answer.status == 200)
            #expect(
                Set(answer.body.objectValue?.keys ?? []) == [
                    "id", "name", "dimension", "metric", "vector_type", "cloud_provider", "region", "index_type",
                    "delete_protection", "created_at", "metadata", "updated_at", "status",
                ])
            #expect(answer["created_at"].stringValue?.hasSuffix("Z") == true)
            let found = try await caller.get("/vectors/indexes/\(answer.id)")
            #expect(found.body == answer.body)
            let list = try await caller.get("/vectors/indexes?page=1&page_size=20")
            #expect(list["indexes"] == .array([answer.body]))
            #expect(list["pagination"] == ["page": 1, "page_size": 20, "total": 1])
        }
    }

    @Test func `the seed's own example and other spellings are taken, and come back canonical`() async throws {
        try await with { caller in
            let answer = try await caller.post(
                "/vectors/indexes",
                [
                    "name": "seed", "dimension": 4, "metric": "dotproduct", "cloud_provider": "aws",
                    "region": "us-east-1", "vector_type": "dense",
                ])
            #expect(answer.status == 200)
            #expect(answer["metric"] == "dot_product")
            #expect(answer["cloud_provider"] == "AWS")
            #expect(answer["index_type"] == "serverless")
        }
    }

    @Test(arguments: [
        ("name", JSONValue.string("")), ("name", .string("   ")), ("name", .null), ("dimension", 0),
        ("dimension", 4_097), ("dimension", "3"), ("dimension", .null), ("metric", "manhattan"), ("metric", .null),
        ("vector_type", "sparse"), ("cloud_provider", "Hetzner"), ("index_type", "huge"), ("metadata", "x"),
        ("delete_protection", "yes"), ("pods", 3),
    ])
    func `T65 T66 an index that cannot be is a 400 that names what is wrong`(
        _ name: String, _ value: JSONValue
    ) async throws {
        try await with { caller in
            var body = Self.created.objectValue ?? [:]
            body[name] = value
            let answer = try await caller.post("/vectors/indexes", .object(body))
            #expect(answer.status == 400)
            #expect(answer.error.stringValue?.contains(name) == true, "\(answer.body)")
        }
    }

    @Test func `a second index of the name already exists`() async throws {
        try await with { caller in
            _ = try await Self.index(caller)
            let answer = try await caller.post("/vectors/indexes", Self.created)
            #expect(answer.status == 409)
            #expect(answer.error.stringValue?.contains("already exists") == true)
            #expect(answer["code"] == "index_already_exists")
            // A client that repeats a 409 need not repeat this one.
            let raw = try await RawConnection.ask(
                port: caller.port, "POST", "/v1/vectors/indexes", body: try Self.created.jsonText())
            #expect(raw.header("x-should-retry") == "false")
        }
    }

    @Test func `indexes are changed, protected and deleted`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            let path = "/vectors/indexes/\(id)"
            #expect(try await caller.ask("PUT", path, [:]).status == 400)
            let changed = try await caller.ask("PUT", path, ["metadata": ["a": 1], "delete_protection": true])
            #expect(changed["metadata"] == ["a": 1])
            #expect(changed["delete_protection"] == true)
            let refused = try await caller.delete(path)
            #expect(refused.status == 409)
            #expect(refused["code"] == "delete_protected")
            _ = try await caller.ask("PUT", path, ["delete_protection": false])
            let deleted = try await caller.delete(path)
            #expect(deleted.status == 200)
            #expect(deleted["message"].stringValue != nil)
            #expect(try await caller.get(path).status == 404)
            #expect(try await caller.delete(path).status == 404)
            #expect(try await caller.get("/vectors/\(id)/list").status == 404)
        }
    }

    @Test(arguments: ["page=0", "page=x", "page_size=0", "page_size=1001"])
    func `a page that there cannot be is a 400`(_ query: String) async throws {
        try await with { caller in
            let answer = try await caller.get("/vectors/indexes?\(query)")
            #expect(answer.status == 400)
        }
    }

    // MARK: Vectors

    @Test func `one vector is answered with its members, and without what old clients misread`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [Self.vector("v1", [0.5, 0.25, 2], ["c": "t"])]])
            #expect(answer.status == 200)
            #expect(
                Set(answer.body.objectValue?.keys ?? []) == [
                    "ids", "count", "id", "embedding", "metadata", "delete_protection", "created_at", "updated_at",
                ])
            #expect(answer["ids"] == ["v1"])
            #expect(answer["count"] == 1)
            #expect(answer["embedding"] == [0.5, 0.25, 2.0])
            let vector = try await caller.get("/vectors/\(id)/v1")
            #expect(
                Set(vector.body.objectValue?.keys ?? []) == [
                    "id", "embedding", "metadata", "delete_protection", "created_at", "updated_at",
                ])
            #expect(vector["metadata"] == ["c": "t"])
        }
    }

    @Test func `a vector without an id gets one`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [["embedding": [1, 2, 3], "metadata": [:]]]])
            let made = try #require(answer["ids"][0]?.stringValue)
            #expect(!made.isEmpty)
            #expect(try await caller.get("/vectors/\(id)/\(made)").status == 200)
        }
    }

    @Test func `a wrong length is a 400 with both numbers`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            let upsert = try await caller.post("/vectors/\(id)/upsert", ["vectors": [Self.vector("a", [1, 2])]])
            let search = try await caller.post("/vectors/\(id)/search", ["vector": [1, 2, 3, 4], "top_k": 1])
            #expect(upsert.status == 400)
            #expect(search.status == 400)
            #expect(upsert["code"] == "wrong_dimension")
            for (answer, number) in [(upsert, "2"), (search, "4")] {
                #expect(answer.error.stringValue?.contains(number) == true)
                #expect(answer.error.stringValue?.contains("3") == true)
            }
        }
    }

    @Test(arguments: [
        #"{"vectors":[]}"#, #"{"vectors":[{"metadata":{}}]}"#, #"{"vectors":[{"embedding":"x y"}]}"#,
        #"{"vectors":[{"embedding":[1,"2",3]}]}"#, #"{"vectors":[{"embedding":[1,2,1e300]}]}"#,
        #"{"vectors":[{"embedding":[1,2,3],"metadata":3}]}"#, #"{"vectors":[{"embedding":[1,2,3],"id":"search"}]}"#,
        #"{"vectors":[{"embedding":[1,2,3],"id":""}]}"#, #"{"vectors":[{"embedding":[1,2,3],"sparse":{}}]}"#,
        #"{"vectors":[{"embedding":[1,2,3]}],"namespace":"x"}"#, #"{"vectors":{}}"#, #"{}"#, #"["#,
        #"{"vectors":[{"embedding":[1,2,3]},{"embedding":[1,2]}]}"#,
    ])
    func `T65 T66 what is no vector is a 400, and nothing of the request is kept`(_ body: String) async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let caller = Caller(port: platform.port, isOpenAI: false)
            let id = try await Self.index(caller)
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/vectors/\(id)/upsert", body: body)
            #expect(answer.status == 400, "\(answer)")
            #expect(try await caller.get("/vectors/\(id)/list")["count"] == 0)
        }
    }

    @Test func `base64 says the same as numbers`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/upsert",
                ["vectors": [["embedding": .string(Embedding.base64([1, -2, 0.5])), "id": "b"]]])
            #expect(answer.status == 200)
            #expect(try await caller.get("/vectors/\(id)/b")["embedding"] == [1.0, -2.0, 0.5])
        }
    }

    @Test func `of a batch, what can be put in is, and the rest is told`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/batch",
                ["vectors": [Self.vector("a", [1, 2, 3]), Self.vector("b", [1]), Self.vector("c", [3, 2, 1])]])
            #expect(answer.status == 200)
            #expect(Set(answer.body.objectValue?.keys ?? []) == ["upserted_count", "failed_count", "errors"])
            #expect(answer["upserted_count"] == 2)
            #expect(answer["failed_count"] == 1)
            #expect(answer["errors"][0]?.stringValue?.contains("vectors[1]") == true)
            #expect(try await caller.get("/vectors/\(id)/list")["vector_ids"] == ["a", "c"])
            let hopeless = try await caller.post("/vectors/\(id)/batch", ["vectors": [Self.vector("d", [1])]])
            #expect(hopeless.status == 400)
        }
    }

    @Test func `more vectors than the limit are refused with both numbers`() async throws {
        var limits = PlatformLimits()
        limits.vectorBatch = 2
        try await with(limits: limits) { caller in
            let id = try await Self.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/batch", ["vectors": .array((0..<3).map { Self.vector("\($0)", [1, 2, 3]) })])
            #expect(answer.status == 400)
            #expect(answer.error.stringValue?.contains("3 vectors; the limit is 2") == true)
        }
    }

    @Test func `vectors are fetched by id, and all of them over many pages`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            let vectors = (0..<600).map { Self.vector("v\($0)", [Double($0), 1, 2], ["n": .integer($0)]) }
            _ = try await caller.post("/vectors/\(id)/batch", ["vectors": .array(vectors)])
            let some = try VectorList(
                json: try await caller.get("/vectors/\(id)/fetch?vector_ids=v3,nobody,v1").body.jsonBytes())
            #expect(some.vectors.map(\.id) == ["v3", "v1"])
            let all = try VectorList(json: try await caller.get("/vectors/\(id)/fetch").body.jsonBytes())
            #expect(all.vectors.map(\.id.rawValue) == (0..<600).map { "v\($0)" })
            #expect(all.vectors[599].metadata == ["n": 599])
            let ids = try await caller.get("/vectors/\(id)/list")
            #expect(Set(ids.body.objectValue?.keys ?? []) == ["vector_ids", "count"])
            #expect(ids["count"] == 600)
        }
    }

    @Test func `metadata is replaced as a whole, and protection is kept apart`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            _ = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [Self.vector("a", [1, 2, 3], ["x": 1, "y": 2])]])
            let changed = try await caller.ask("PUT", "/vectors/\(id)/a", ["metadata": ["z": 3]])
            #expect(changed["metadata"] == ["z": 3])
            #expect(changed["embedding"] == [1.0, 2.0, 3.0])
            let kept = try await caller.ask("PUT", "/vectors/\(id)/a", ["delete_protection": true])
            #expect(kept["metadata"] == ["z": 3])
            #expect(kept["delete_protection"] == true)
            #expect(try await caller.ask("PUT", "/vectors/\(id)/a", [:]).status == 400)
            #expect(try await caller.ask("PUT", "/vectors/\(id)/b", ["metadata": [:]]).status == 404)
        }
    }

    @Test func `deleting says what became of each, and of nothing that it did nothing`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            _ = try await caller.post(
                "/vectors/\(id)/batch",
                ["vectors": .array(["a", "b", "kept"].map { Self.vector($0, [1, 2, 3]) })])
            _ = try await caller.ask("PUT", "/vectors/\(id)/kept", ["delete_protection": true])
            let one = try await caller.post("/vectors/\(id)/delete", ["vector_ids": ["a"]])
            #expect(one.status == 200)
            #expect(one["deleted_ids"] == ["a"])
            #expect(one["count"] == 1)
            #expect(one.body["protected_ids"] == nil)
            let mixed = try await caller.post("/vectors/\(id)/delete", ["vector_ids": ["b", "b", "kept", "nobody"]])
            #expect(mixed["deleted_ids"] == ["b"])
            #expect(mixed["protected_ids"] == ["kept"])
            #expect(mixed["missing_ids"] == ["nobody"])
            let refused = try await caller.post("/vectors/\(id)/delete", ["vector_ids": ["kept"]])
            #expect(refused.status == 409)
            #expect(refused["code"] == "delete_protected")
            #expect(try await caller.post("/vectors/\(id)/delete", ["vector_ids": ["nobody"]]).status == 404)
            #expect(try await caller.post("/vectors/\(id)/delete", ["vector_ids": []]).status == 400)
            #expect(try await caller.get("/vectors/\(id)/list")["vector_ids"] == ["kept"])
        }
    }

    @Test(arguments: ["cosine", "euclidean", "dot_product"])
    func `a search finds the closest by the index's metric`(_ metric: String) async throws {
        try await with { caller in
            let id = try await Self.index(caller, metric: metric)
            _ = try await caller.post(
                "/vectors/\(id)/batch",
                [
                    "vectors": [
                        Self.vector("long", [10, 0, 0]), Self.vector("near", [1, 0.1, 0]),
                        Self.vector("other", [0, 1, 0]),
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
        try await with { caller in
            let id = try await Self.index(caller)
            _ = try await caller.post("/vectors/\(id)/upsert", ["vectors": [Self.vector("a", [1, 2, 3], ["k": "v"])]])
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
        try await with { caller in
            let id = try await Self.index(caller, metric: "dot_product")
            _ = try await caller.post(
                "/vectors/\(id)/batch",
                [
                    "vectors": [
                        Self.vector("a", [1, 0, 0], ["user": "u1", "n": 1, "tags": ["x", "y"]]),
                        Self.vector("b", [2, 0, 0], ["user": "u1", "n": 2]),
                        Self.vector("c", [3, 0, 0], ["user": "u2", "n": 3]), Self.vector("d", [4, 0, 0]),
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
        try await with { caller in
            let id = try await Self.index(caller)
            let answer = try await caller.post("/vectors/\(id)/search", try JSONValue(json: body))
            #expect(answer.status == 400, "\(answer.body)")
            #expect(answer.error.stringValue?.isEmpty == false)
        }
    }

    // MARK: Texts

    @Test func `texts are embedded, put in and found`() async throws {
        try await with { caller in
            let id = try await Self.index(caller, dimension: 5)
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
        try await with { caller in
            let id = try await Self.index(caller)
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
        try await with(engine: engine) { caller in
            let id = try await Self.index(caller, dimension: 5)
            #expect(try await caller.post("/vectors/\(id)/text/upsert", try JSONValue(json: body)).status == 400)
        }
        #expect(engine.embedded.isEmpty)
    }

    // MARK: Owners and forms

    @Test func `another account's index is a 404 everywhere`() async throws {
        let stores = try PlatformStores.inMemory()
        for (account, key) in [("anna", "sk-a"), ("ben", "sk-b")] {
            try await stores.keys.insert(
                StoredKey(
                    id: "key_\(account)", account: AccountID(rawValue: account), name: account, ending: "x",
                    createdAt: 1), secret: key)
        }
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            let anna = Caller(port: platform.port, key: "sk-a", isOpenAI: false)
            let ben = Caller(port: platform.port, key: "sk-b", isOpenAI: false)
            let id = try await Self.index(anna)
            _ = try await anna.post("/vectors/\(id)/upsert", ["vectors": [Self.vector("v", [1, 2, 3])]])
            let asked: [(String, String, JSONValue?)] = [
                ("GET", "/vectors/indexes/\(id)", nil), ("PUT", "/vectors/indexes/\(id)", ["metadata": [:]]),
                ("DELETE", "/vectors/indexes/\(id)", nil),
                ("POST", "/vectors/\(id)/upsert", ["vectors": [Self.vector("w", [1, 2, 3])]]),
                ("POST", "/vectors/\(id)/batch", ["vectors": [Self.vector("w", [1, 2, 3])]]),
                ("POST", "/vectors/\(id)/search", ["vector": [1, 2, 3], "top_k": 1]),
                ("GET", "/vectors/\(id)/list", nil), ("GET", "/vectors/\(id)/fetch", nil),
                ("GET", "/vectors/\(id)/v", nil), ("PUT", "/vectors/\(id)/v", ["metadata": [:]]),
                ("POST", "/vectors/\(id)/delete", ["vector_ids": ["v"]]),
            ]
            for (method, path, body) in asked {
                #expect(try await ben.ask(method, path, body).status == 404, "\(method) \(path)")
                #expect(try await anna.ask("GET", "/vectors/\(id)/v").status == 200)
            }
            #expect(try await ben.get("/vectors/indexes")["indexes"] == [])
        }
    }

    @Test func `ids with any characters survive the path`() async throws {
        try await with { caller in
            let id = try await Self.index(caller)
            _ = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [Self.vector("Ärger 🙂/%", [1, 2, 3])]])
            let found = try await caller.get("/vectors/\(id)/%C3%84rger%20%F0%9F%99%82%2F%25")
            #expect(found.status == 200)
            #expect(found["id"] == "Ärger 🙂/%")
        }
    }

    @Test func `errors have GravixLayer's form, also for wrong methods`() async throws {
        try await with { caller in
            let answer = try await caller.get("/vectors/indexes/nobody")
            #expect(answer.status == 404)
            #expect(answer.error.stringValue?.contains("nobody") == true)
            #expect(answer["code"] == "index_not_found")
            let wrong = try await caller.ask("PUT", "/vectors/x/list", [:])
            #expect(wrong.status == 405)
        }
    }
}
