import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct VectorIndexesResourceTests {
    // The golden example of GravixLayer's protocol.
    private let golden =
        #"{"name":"n","dimension":3,"metric":"cosine","vector_type":"dense","cloud_provider":"AWS","#
        + #""region":"us-east-1","index_type":"serverless","metadata":{},"delete_protection":false}"#

    @Test func `an index is made with every member, as GravixLayer's client sends it`() async throws {
        try await withClient(of: [.json(VectorSample.index(), status: 201)]) { client, server in
            // The provider as GravixLayer's documents write it.
            let index = try await client.vectors.indexes.create(
                name: "n", dimension: 3, metric: "cosine", cloudProvider: "aws", region: "us-east-1",
                vectorType: "dense")
            #expect(index.id == "ix")
            #expect(index.createdAt == "2025-12-01T10:00:00Z")
            #expect(server.requests[0].method == "POST")
            #expect(server.requests[0].path == "/v1/vectors/indexes")
            #expect(server.requests[0].bodyText == golden)
        }
    }

    @Test func `metric and provider go out in GravixLayer's spelling, and others as they are`() async throws {
        try await withClient(of: [.json(VectorSample.index())]) { client, server in
            var request = VectorIndexRequest(
                name: "n", dimension: 2_000, metric: "dotproduct", cloudProvider: "azure", region: "eastus")
            request.indexType = .dedicated
            request.metadata = ["team": "search"]
            request.deleteProtection = true
            request.additionalProperties = ["shards": 2]
            _ = try await client.vectors.indexes.create(request)
            #expect(
                server.requests[0].bodyText
                    == #"{"name":"n","dimension":2000,"metric":"dot_product","vector_type":"dense","#
                    + #""cloud_provider":"Azure","region":"eastus","index_type":"dedicated","#
                    + #""metadata":{"team":"search"},"delete_protection":true,"shards":2}"#)
            _ = try await client.vectors.indexes.create(
                name: "n", dimension: 1, metric: "hamming", cloudProvider: "hetzner")
            #expect(server.requests[1].bodyText.contains(#""metric":"hamming""#))
            #expect(server.requests[1].bodyText.contains(#""cloud_provider":"hetzner""#))
            #expect(!server.requests[1].bodyText.contains("region"))
        }
    }

    @Test(arguments: [("", 3), (String(repeating: "n", count: 256), 3), ("n", 0), ("n", -1), ("n", 2_001)])
    func `an index that cannot be is refused before anything is sent`(name: String, dimension: Int) async throws {
        try await withClient(of: [.json(VectorSample.index())], platform: .gravixLayer) { client, server in
            let error = try await errorOf {
                try await client.vectors.indexes.create(name: name, dimension: dimension)
            }
            #expect(error.code == .invalidArgument)
            #expect(error.attempts == 0)
            #expect(server.requestCount == 0)
        }
    }

    @Test func `the local platform takes longer vectors than GravixLayer's`() async throws {
        try await withClient(of: [.json(VectorSample.index())], platform: .local) { client, server in
            _ = try await client.vectors.indexes.create(name: "n", dimension: 4_096)
            #expect(server.requestCount == 1)
            let error = try await errorOf { try await client.vectors.indexes.create(name: "n", dimension: 0) }
            #expect(error.message.contains("1 or more"))
        }
    }

    @Test func `a name may have 255 characters of any kind`() async throws {
        try await withClient(of: [.json(VectorSample.index())]) { client, server in
            _ = try await client.vectors.indexes.create(name: String(repeating: "ü", count: 255), dimension: 3)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `a page of indexes is asked for by its number and size`() async throws {
        let answers = [
            FaultResponse.json(
                VectorSample.page([VectorSample.index()], more: #","pagination":{"page":3,"page_size":5,"total":11}"#)),
            .json(VectorSample.page([VectorSample.index("a"), VectorSample.index("b")])),
            .json(VectorSample.page([VectorSample.index()])),
        ]
        try await withClient(of: answers) { client, server in
            let page = try await client.vectors.indexes.list(page: 3, pageSize: 5)
            #expect(page.indexes.map(\.id) == ["ix"])
            #expect(page.pagination == VectorIndexPagination(page: 3, pageSize: 5, total: 11))
            // GravixLayer: "absent pagination is synthesised by the client from its arguments".
            let first = try await client.vectors.indexes.list()
            #expect(first.pagination == VectorIndexPagination(page: 1, pageSize: 20, total: 2))
            let second = try await client.vectors.indexes.list(page: 2, pageSize: 1_000)
            #expect(second.pagination == VectorIndexPagination(page: 2, pageSize: 1_000, total: 1_001))
            #expect(server.requests.allSatisfy { $0.method == "GET" && $0.body.isEmpty })
            #expect(
                server.requests.map(\.path) == [
                    "/v1/vectors/indexes?page=3&page_size=5", "/v1/vectors/indexes?page=1&page_size=20",
                    "/v1/vectors/indexes?page=2&page_size=1000",
                ])
        }
    }

    @Test(arguments: [(0, 20), (-1, 20), (1, 0), (1, 1_001)])
    func `a page that cannot be is refused before anything is sent`(page: Int, size: Int) async throws {
        try await withClient(of: [.json(VectorSample.page([]))]) { client, server in
            let error = try await errorOf { try await client.vectors.indexes.list(page: page, pageSize: size) }
            #expect(error.code == .invalidArgument)
            #expect(server.requestCount == 0)
        }
    }

    @Test func `the largest page number makes no trouble`() async throws {
        try await withClient(of: [.json(VectorSample.page([]))]) { client, _ in
            let page = try await client.vectors.indexes.list(page: .max, pageSize: 1_000)
            #expect(page.indexes.isEmpty)
        }
    }

    @Test func `all indexes come page by page, as far as the platform says`() async throws {
        func page(_ number: Int, _ ids: String...) -> FaultResponse {
            .json(
                VectorSample.page(
                    ids.map { VectorSample.index($0) },
                    more: #","pagination":{"page":\#(number),"page_size":2,"total":5}"#))
        }
        // The platform makes its pages smaller than it was asked to.
        try await withClient(of: [page(1, "a", "b"), page(2, "c", "d"), page(3, "e")]) { client, server in
            var ids: [VectorIndexID] = []
            for try await index in client.vectors.indexes.all(pageSize: 100) {
                ids.append(index.id)
                if ids.count == 2 { #expect(server.requestCount == 1) }
            }
            #expect(ids == ["a", "b", "c", "d", "e"])
            #expect(
                server.requests.map(\.path)
                    == (1...3).map { "/v1/vectors/indexes?page=\($0)&page_size=100" })
        }
    }

    @Test func `without pagination a page that is not full is the last`() async throws {
        let answers = [
            FaultResponse.json(VectorSample.page([VectorSample.index("a"), VectorSample.index("b")])),
            .json(VectorSample.page([VectorSample.index("c")])),
        ]
        try await withClient(of: answers) { client, server in
            var ids: [VectorIndexID] = []
            for try await index in client.vectors.indexes.all(pageSize: 2) { ids.append(index.id) }
            #expect(ids == ["a", "b", "c"])
            #expect(server.requestCount == 2)
        }
    }

    @Test func `a platform that sends everything at once is asked once`() async throws {
        let all = VectorSample.page(["a", "b", "c"].map { VectorSample.index($0) })
        try await withClient(of: [.json(all)]) { client, server in
            var ids: [VectorIndexID] = []
            for try await index in client.vectors.indexes.all(pageSize: 2) { ids.append(index.id) }
            #expect(ids == ["a", "b", "c"])
            #expect(server.requestCount == 1)
        }
    }

    @Test func `a platform that sends the same page again does not go on for ever`() async throws {
        let page = VectorSample.page([VectorSample.index("a"), VectorSample.index("b")])
        try await withClient(of: [.json(page)]) { client, server in
            var ids: [VectorIndexID] = []
            let error = try await errorOf {
                for try await index in client.vectors.indexes.all(pageSize: 2) { ids.append(index.id) }
            }
            #expect(error.code == .decoding)
            #expect(ids == ["a", "b"])
            #expect(server.requestCount == 2)
        }
    }

    @Test func `an index is found by its name`() async throws {
        let page = VectorSample.page([VectorSample.index("a", name: "x"), VectorSample.index("b", name: "y")])
        try await withClient(of: [.json(page)]) { client, server in
            let found = try await client.vectors.indexes.named("y")
            #expect(found?.id == "b")
            let none = try await client.vectors.indexes.named("Y")
            #expect(none == nil)
            #expect(server.requests[0].path == "/v1/vectors/indexes?page=1&page_size=1000")
        }
    }

    @Test func `an index is asked for by its id, whatever characters it has`() async throws {
        try await withClient(of: [.json(VectorSample.index())]) { client, server in
            let index = try await client.vectors.indexes.retrieve("a/b ü?")
            #expect(index.metric == .cosine)
            let same = try await client.vectors.indexes.get("a/b ü?")
            #expect(same == index)
            #expect(server.requests.map(\.path) == Array(repeating: "/v1/vectors/indexes/a%2Fb%20%C3%BC%3F", count: 2))
            #expect(server.requests.map(\.method) == ["GET", "GET"])
        }
    }

    @Test func `an empty id is refused before anything is sent`() async throws {
        try await withClient(of: [.json(VectorSample.index())]) { client, server in
            let indexes = client.vectors.indexes
            for error in [
                try await errorOf { try await indexes.retrieve("") },
                try await errorOf { try await indexes.update("", deleteProtection: true) },
                try await errorOf { try await indexes.delete("") },
                try await errorOf { try await indexes.delete("", force: true) },
                try await errorOf { try await client.vectors.index("").listIDs() },
            ] {
                #expect(error.code == .invalidArgument)
            }
            #expect(server.requestCount == 0)
        }
    }

    @Test func `an update sends what is to change, and nothing else`() async throws {
        try await withClient(of: [.json(VectorSample.index(more: #","updated_at":"2025-12-02T10:00:00Z""#))]) {
            client, server in
            let index = try await client.vectors.indexes.update("ix", metadata: ["a": 1])
            #expect(index.updatedAt == "2025-12-02T10:00:00Z")
            try await client.vectors.indexes.update("ix", deleteProtection: false)
            try await client.vectors.indexes.update("ix", metadata: [:], deleteProtection: true)
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"metadata":{"a":1}}"#, #"{"delete_protection":false}"#,
                    #"{"metadata":{},"delete_protection":true}"#,
                ])
            #expect(server.requests.allSatisfy { $0.method == "PUT" && $0.path == "/v1/vectors/indexes/ix" })
            let error = try await errorOf { try await client.vectors.indexes.update("ix") }
            #expect(error.code == .invalidArgument)
            #expect(server.requestCount == 3)
        }
    }

    @Test(arguments: [
        #"{"message":"updated"}"#, #"{"id":"ix","name":"n","dimension":3,"metric":"cosine"}"#, "", "updated",
    ])
    func `an answer to an update that is not the whole index leads to a question`(_ answer: String) async throws {
        try await withClient(of: [.json(answer), .json(VectorSample.index())]) { client, server in
            let index = try await client.vectors.indexes.update("ix", deleteProtection: true)
            #expect(index.createdAt == "2025-12-01T10:00:00Z")
            #expect(server.requests.map(\.method) == ["PUT", "GET"])
            #expect(server.requests.map(\.path) == Array(repeating: "/v1/vectors/indexes/ix", count: 2))
        }
    }

    @Test func `an error in a good answer to an update is an error`() async throws {
        try await withClient(of: [.json(#"{"error":"index is locked"}"#)]) { client, server in
            let error = try await errorOf { try await client.vectors.indexes.update("ix", deleteProtection: true) }
            #expect(error.code == .reportedByServer)
            #expect(error.message == "index is locked")
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: [(200, #"{"message":"deleted"}"#), (200, "{}"), (204, "")])
    func `an index is deleted, whatever the platform says to it`(status: Int, body: String) async throws {
        try await withClient(of: [.json(body, status: status)]) { client, server in
            let deletion = try await client.vectors.indexes.delete("ix")
            #expect(deletion.id == "ix")
            #expect(deletion.deleted)
            #expect(server.requests.map(\.method) == ["DELETE"])
            #expect(server.requests[0].path == "/v1/vectors/indexes/ix")
            #expect(server.requests[0].body.isEmpty)
        }
    }

    @Test func `force takes the protection back first`() async throws {
        try await withClient(of: [.json(#"{"message":"updated"}"#), .json("{}")]) { client, server in
            try await client.vectors.indexes.delete("ix", force: true)
            #expect(server.requests.map(\.method) == ["PUT", "DELETE"])
            #expect(server.requests[0].bodyText == #"{"delete_protection":false}"#)
        }
    }

    @Test func `that there is no index to force is for the deletion to say`() async throws {
        let missing = FaultResponse.json(#"{"error":"index not found","code":404}"#, status: 404)
        try await withClient(of: [missing]) { client, server in
            let error = try await errorOf { try await client.vectors.indexes.delete("ix", force: true) }
            #expect(error.code == .notFound)
            #expect(error.message == "index not found")
            #expect(server.requests.map(\.method) == ["PUT", "DELETE"])
        }
    }

    @Test func `any other error of taking the protection back ends it`() async throws {
        try await withClient(of: [.json(#"{"error":"not yours","code":403}"#, status: 403), .json("{}")]) {
            client, server in
            let error = try await errorOf { try await client.vectors.indexes.delete("ix", force: true) }
            #expect(error.code == .permissionDenied)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `a protected index is a conflict that is not tried again`() async throws {
        let refusal = FaultResponse.json(#"{"error":"the index is protected","code":"delete_protected"}"#, status: 409)
        try await withClient(of: [refusal]) { client, server in
            let error = try await errorOf { try await client.vectors.indexes.delete("ix") }
            #expect(error.code == .conflict)
            #expect(error.serverCode == "delete_protected")
            #expect(error.attempts == 1)
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: [
        (Platform.gravixLayer, "/v1/inference"), (.gravixLayer, ""), (.gravixLayer, "/v1"), (.local, "/v1"),
        (.local, ""), (.openAI, "/v1/"), (.gravixLayer, "/proxy/v1/inference"), (.local, "/proxy/v1"),
    ])
    func `every style of URL leads to the same path`(platform: Platform, path: String) async throws {
        try await withFaultServer([.json(VectorSample.index())]) { server in
            let origin = server.baseURL.replacing("/v1", with: "")
            let client = try MartletClient(platform: platform.patient, apiKey: Sample.key, baseURL: origin + path)
            _ = try await client.vectors.indexes.retrieve("ix")
            #expect(server.requests[0].path == (path.hasPrefix("/proxy") ? "/proxy" : "") + "/v1/vectors/indexes/ix")
            #expect(server.requests[0].header("authorization") == "Bearer \(Sample.key)")
            try await client.shutdown()
        }
    }

    @Test func `a busy platform is asked again`() async throws {
        let answers = [
            FaultResponse.json(#"{"error":"slow down","code":429}"#, status: 429), .json("", status: 503),
            .json(VectorSample.index(), status: 201),
        ]
        try await withClient(of: answers, platform: .gravixLayer.hurried) { client, server in
            let index = try await client.vectors.indexes.create(name: "n", dimension: 3)
            #expect(index.id == "ix")
            #expect(server.requestCount == 3)
            let keys = Set(server.requests.map { $0.header("idempotency-key") })
            #expect(keys.count == 1)
            #expect(!keys.contains(nil))
        }
    }

    @Test(arguments: [
        (401, MartletError.Code.authentication), (403, .permissionDenied), (404, .notFound), (409, .conflict),
        (422, .invalidRequest), (500, .server),
    ])
    func `an error is thrown with the platform's words`(status: Int, code: MartletError.Code) async throws {
        let answer = FaultResponse.json(#"{"error":"it is so","code":"because"}"#, status: status)
        try await withClient(of: [answer], options: options { $0.maxRetries = 0 }) { client, _ in
            let error = try await errorOf { try await client.vectors.indexes.create(name: "n", dimension: 3) }
            #expect(error.code == code)
            #expect(error.message == "it is so")
            #expect(error.serverCode == "because")
            #expect(error.status == status)
        }
    }

    @Test func `an answer that is no index is not understood`() async throws {
        try await withClient(of: [.json(#"{"message":"created"}"#, status: 201)]) { client, _ in
            let error = try await errorOf { try await client.vectors.indexes.create(name: "n", dimension: 3) }
            #expect(error.code == .decoding)
        }
    }
}
