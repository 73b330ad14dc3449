import MartletAPI
import MartletServer
import MartletTesting
import Testing

@Suite struct VectorRoutesTests {
    @Test func `one vector is answered with its members, and without what old clients misread`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [VectorRequests.vector("v1", [0.5, 0.25, 2], ["c": "t"])]])
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
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [["embedding": [1, 2, 3], "metadata": [:]]]])
            let made = try #require(answer["ids"][0]?.stringValue)
            #expect(!made.isEmpty)
            #expect(try await caller.get("/vectors/\(id)/\(made)").status == 200)
        }
    }

    @Test func `a wrong length is a 400 with both numbers`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            let upsert = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [VectorRequests.vector("a", [1, 2])]])
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
            let id = try await VectorRequests.index(caller)
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/vectors/\(id)/upsert", body: body)
            #expect(answer.status == 400, "\(answer)")
            #expect(try await caller.get("/vectors/\(id)/list")["count"] == 0)
        }
    }

    @Test func `base64 says the same as numbers`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/upsert",
                ["vectors": [["embedding": .string(Embedding.base64([1, -2, 0.5])), "id": "b"]]])
            #expect(answer.status == 200)
            #expect(try await caller.get("/vectors/\(id)/b")["embedding"] == [1.0, -2.0, 0.5])
        }
    }

    @Test func `of a batch, what can be put in is, and the rest is told`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/batch",
                [
                    "vectors": [
                        VectorRequests.vector("a", [1, 2, 3]), VectorRequests.vector("b", [1]),
                        VectorRequests.vector("c", [3, 2, 1]),
                    ]
                ])
            #expect(answer.status == 200)
            #expect(Set(answer.body.objectValue?.keys ?? []) == ["upserted_count", "failed_count", "errors"])
            #expect(answer["upserted_count"] == 2)
            #expect(answer["failed_count"] == 1)
            #expect(answer["errors"][0]?.stringValue?.contains("vectors[1]") == true)
            #expect(try await caller.get("/vectors/\(id)/list")["vector_ids"] == ["a", "c"])
            let hopeless = try await caller.post("/vectors/\(id)/batch", ["vectors": [VectorRequests.vector("d", [1])]])
            #expect(hopeless.status == 400)
        }
    }

    @Test func `more vectors than the limit are refused with both numbers`() async throws {
        var limits = PlatformLimits()
        limits.vectorBatch = 2
        try await VectorRequests.with(limits: limits) { caller in
            let id = try await VectorRequests.index(caller)
            let answer = try await caller.post(
                "/vectors/\(id)/batch", ["vectors": .array((0..<3).map { VectorRequests.vector("\($0)", [1, 2, 3]) })])
            #expect(answer.status == 400)
            #expect(answer.error.stringValue?.contains("3 vectors; the limit is 2") == true)
        }
    }

    @Test func `vectors are fetched by id, and all of them over many pages`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            let vectors = (0..<600).map { VectorRequests.vector("v\($0)", [Double($0), 1, 2], ["n": .integer($0)]) }
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
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            _ = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [VectorRequests.vector("a", [1, 2, 3], ["x": 1, "y": 2])]])
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
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            _ = try await caller.post(
                "/vectors/\(id)/batch",
                ["vectors": .array(["a", "b", "kept"].map { VectorRequests.vector($0, [1, 2, 3]) })])
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
            let id = try await VectorRequests.index(anna)
            _ = try await anna.post("/vectors/\(id)/upsert", ["vectors": [VectorRequests.vector("v", [1, 2, 3])]])
            let asked: [(String, String, JSONValue?)] = [
                ("GET", "/vectors/indexes/\(id)", nil), ("PUT", "/vectors/indexes/\(id)", ["metadata": [:]]),
                ("DELETE", "/vectors/indexes/\(id)", nil),
                ("POST", "/vectors/\(id)/upsert", ["vectors": [VectorRequests.vector("w", [1, 2, 3])]]),
                ("POST", "/vectors/\(id)/batch", ["vectors": [VectorRequests.vector("w", [1, 2, 3])]]),
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
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
            _ = try await caller.post(
                "/vectors/\(id)/upsert", ["vectors": [VectorRequests.vector("Ärger 🙂/%", [1, 2, 3])]])
            let found = try await caller.get("/vectors/\(id)/%C3%84rger%20%F0%9F%99%82%2F%25")
            #expect(found.status == 200)
            #expect(found["id"] == "Ärger 🙂/%")
        }
    }

    @Test func `errors have GravixLayer's form, also for wrong methods`() async throws {
        try await VectorRequests.with { caller in
            let answer = try await caller.get("/vectors/indexes/nobody")
            #expect(answer.status == 404)
            #expect(answer.error.stringValue?.contains("nobody") == true)
            #expect(answer["code"] == "index_not_found")
            let wrong = try await caller.ask("PUT", "/vectors/x/list", [:])
            #expect(wrong.status == 405)
        }
    }
}
