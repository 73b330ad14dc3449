import MartletAPI
import MartletServer
import MartletTesting
import Testing

@Suite struct VectorIndexRoutesTests {
    @Test func `an index has exactly the members that strict clients take`() async throws {
        try await VectorRequests.with { caller in
            let answer = try await caller.post("/vectors/indexes", VectorRequests.created)
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
        try await VectorRequests.with { caller in
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
        try await VectorRequests.with { caller in
            var body = VectorRequests.created.objectValue ?? [:]
            body[name] = value
            let answer = try await caller.post("/vectors/indexes", .object(body))
            #expect(answer.status == 400)
            #expect(answer.error.stringValue?.contains(name) == true, "\(answer.body)")
        }
    }

    @Test func `a second index of the name already exists`() async throws {
        try await VectorRequests.with { caller in
            _ = try await VectorRequests.index(caller)
            let answer = try await caller.post("/vectors/indexes", VectorRequests.created)
            #expect(answer.status == 409)
            #expect(answer.error.stringValue?.contains("already exists") == true)
            #expect(answer["code"] == "index_already_exists")
            // A client that repeats a 409 need not repeat this one.
            let raw = try await RawConnection.ask(
                port: caller.port, "POST", "/v1/vectors/indexes", body: try VectorRequests.created.jsonText())
            #expect(raw.header("x-should-retry") == "false")
        }
    }

    @Test func `indexes are changed, protected and deleted`() async throws {
        try await VectorRequests.with { caller in
            let id = try await VectorRequests.index(caller)
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
        try await VectorRequests.with { caller in
            let answer = try await caller.get("/vectors/indexes?\(query)")
            #expect(answer.status == 400)
        }
    }
}
