import Foundation
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Reading, changing and searching.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct IndexVectorsResourceTests {
    @Test func `a vector is asked for by its id`() async throws {
        try await withClient(of: [.json(VectorSample.vector("a/b"))]) { client, server in
            let vector = try await client.vectors.index("i/x").get("a/b")
            #expect(vector.id == "a/b")
            #expect(vector.embedding == [0.1, 0.2, 0.3])
            #expect(vector.metadata == ["c": "t"])
            #expect(server.requests[0].method == "GET")
            #expect(server.requests[0].path == "/v1/vectors/i%2Fx/a%2Fb")
        }
    }

    @Test(arguments: ["", "list", "fetch", ".", ".."])
    func `an id that would lead to another route is refused before anything is sent`(_ id: String) async throws {
        try await withClient(of: [.json(VectorSample.ids([]))]) { client, server in
            let error = try await errorOf { try await client.vectors.index("ix").get(VectorID(rawValue: id)) }
            #expect(error.code == .invalidArgument)
            #expect(server.requestCount == 0)
        }
    }

    @Test func `the ids are listed`() async throws {
        try await withClient(of: [.json(VectorSample.ids(["a", "b"])), .json(#"{"vectors":["c"]}"#)]) {
            client, server in
            let ids = try await client.vectors.index("ix").listIDs()
            #expect(ids == ["a", "b"])
            // As GravixLayer's Node client has it.
            let others = try await client.vectors.index("ix").listIDs()
            #expect(others == ["c"])
            #expect(server.requests[0].path == "/v1/vectors/ix/list")
            #expect(server.requests[0].method == "GET")
        }
    }

    @Test func `all vectors come by their ids, from either form of the answer`() async throws {
        let answers = [
            FaultResponse.json(VectorSample.list([VectorSample.vector("a"), VectorSample.vector("b")])),
            .json(#"{"vectors":{"a":{"embedding":[1]},"b":{"id":"b","embedding":[2],"delete_protection":true}}}"#),
        ]
        try await withClient(of: answers) { client, server in
            let vectors = try await client.vectors.index("ix").list()
            #expect(Set(vectors.keys) == ["a", "b"])
            #expect(vectors["b"]?.embedding == [0.1, 0.2, 0.3])
            let older = try await client.vectors.index("ix").list()
            #expect(older["a"]?.embedding == [1])
            #expect(older["a"]?.deleteProtection == false)
            #expect(older["b"]?.deleteProtection == true)
            #expect(server.requests.map(\.path) == ["/v1/vectors/ix/fetch", "/v1/vectors/ix/fetch"])
        }
    }

    @Test func `some vectors are asked for at once`() async throws {
        try await withClient(of: [.json(VectorSample.list([VectorSample.vector("a")]))]) { client, server in
            let vectors = try await client.vectors.index("ix").list(ids: ["b&c", "a", "a"])
            #expect(vectors.count == 1)
            #expect(server.requests.map(\.path) == ["/v1/vectors/ix/fetch?vector_ids=a%2Cb%26c"])
        }
    }

    @Test func `no ids ask nothing, and an empty one is refused`() async throws {
        try await withClient(of: [.json(VectorSample.list([]))]) { client, server in
            let vectors = try await client.vectors.index("ix").list(ids: [])
            #expect(vectors.isEmpty)
            let error = try await errorOf { try await client.vectors.index("ix").list(ids: ["a", ""]) }
            #expect(error.code == .invalidArgument)
            #expect(server.requestCount == 0)
        }
    }

    @Test func `many ids are asked for in URLs that are not too long`() async throws {
        try await withClient(of: [.json(VectorSample.list([VectorSample.vector("a")]))]) { client, server in
            let ids = (0..<600).map { VectorID(rawValue: "vector-ü-\($0)") }
            _ = try await client.vectors.index("ix").list(ids: ids)
            #expect(server.requestCount > 1)
            #expect(server.requests.allSatisfy { $0.path.utf8.count < 8_000 })
            let asked = server.requests.flatMap { request in
                request.path.split(separator: "=")[1].split(separator: "%2C").map { $0.removingPercentEncoding ?? "" }
            }
            #expect(asked.count == 600)
            #expect(Set(asked) == Set(ids.map(\.rawValue)))
        }
    }

    @Test func `an id with a comma is asked for alone`() async throws {
        let answers = [
            FaultResponse.json(VectorSample.vector("a,b")), .json("{}", status: 404), .json(VectorSample.ids(["a,b"])),
            .json(VectorSample.list([VectorSample.vector("d")])),
        ]
        try await withClient(of: answers) { client, server in
            let vectors = try await client.vectors.index("ix").list(ids: ["a,b", "c,", "d"])
            #expect(Set(vectors.keys) == ["a,b", "d"])
            #expect(
                server.requests.map(\.path) == [
                    "/v1/vectors/ix/a%2Cb", "/v1/vectors/ix/c%2C", "/v1/vectors/ix/list",
                    "/v1/vectors/ix/fetch?vector_ids=d",
                ])
        }
    }

    @Test func `an update sends what is to change, and nothing else`() async throws {
        try await withClient(of: [.json(VectorSample.vector())]) { client, server in
            let vectors = client.vectors.index("ix")
            let vector = try await vectors.update("v1", metadata: ["c": "t"])
            #expect(vector.embedding == [0.1, 0.2, 0.3])
            try await vectors.update("v1", deleteProtection: true)
            #expect(server.requests.map(\.bodyText) == [#"{"metadata":{"c":"t"}}"#, #"{"delete_protection":true}"#])
            #expect(server.requests.allSatisfy { $0.method == "PUT" && $0.path == "/v1/vectors/ix/v1" })
            for error in [
                try await errorOf { try await vectors.update("v1") },
                try await errorOf { try await vectors.update("", deleteProtection: true) },
            ] {
                #expect(error.code == .invalidArgument)
            }
            #expect(server.requestCount == 2)
        }
    }

    @Test(arguments: [#"{"message":"updated"}"#, #"{"id":"v1","metadata":{"c":"t"}}"#, ""])
    func `an answer to an update that has no embedding leads to a question`(_ answer: String) async throws {
        try await withClient(of: [.json(answer), .json(VectorSample.vector())]) { client, server in
            let vector = try await client.vectors.index("ix").update("v1", deleteProtection: true)
            #expect(vector.embedding == [0.1, 0.2, 0.3])
            #expect(server.requests.map(\.method) == ["PUT", "GET"])
        }
    }

    // MARK: Searching

    @Test func `a search by a vector is sent as GravixLayer's clients send it`() async throws {
        try await withClient(of: [.json(VectorSample.hits)]) { client, server in
            let vectors = client.vectors.index("ix")
            let found = try await vectors.search(embedding: [0.1, 0.2, 0.3], limit: 10)
            #expect(found.hits.map(\.id) == ["v1", "v2"])
            #expect(found.hits.map(\.score) == [0.9, 0.5])
            #expect(found.hits[0].metadata == ["c": "t"])
            #expect(found.hits[1].values == [1, 2, 3])
            #expect(found.queryTimeMs == 2)
            _ = try await vectors.search(
                embedding: [1], limit: 3, filter: .equal("user_id", "u"), includeMetadata: false, includeValues: false)
            _ = try await vectors.search(embedding: [1], filter: ["kind": ["a", "b"]])
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"vector":[0.1,0.2,0.3],"top_k":10,"include_metadata":true,"include_values":true}"#,
                    #"{"vector":[1.0],"top_k":3,"include_metadata":false,"include_values":false,"#
                        + #""filter":{"user_id":"u"}}"#,
                    #"{"vector":[1.0],"top_k":10,"include_metadata":true,"include_values":true,"#
                        + #""filter":{"kind":["a","b"]}}"#,
                ])
            #expect(server.requests.allSatisfy { $0.method == "POST" && $0.path == "/v1/vectors/ix/search" })
        }
    }

    @Test func `a search by a text is sent as GravixLayer's clients send it`() async throws {
        try await withClient(of: [.json(VectorSample.hits)]) { client, server in
            let vectors = client.vectors.index("ix")
            // The golden example of GravixLayer's protocol.
            let found = try await vectors.searchText(
                query: "q", model: "e", limit: 10, filter: ["user_id": "u"], includeValues: false)
            #expect(found.usage == EmbeddingUsage(promptTokens: 1, totalTokens: 1))
            _ = try await vectors.searchText(query: "q", filter: .all([.equal("a", 1), .member("b", .exists(true))]))
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"query":"q","model":"e","top_k":10,"include_metadata":true,"include_values":false,"#
                        + #""filter":{"user_id":"u"}}"#,
                    #"{"query":"q","top_k":10,"include_metadata":true,"include_values":true,"#
                        + #""filter":{"a":1,"b":{"$exists":true}}}"#,
                ])
            #expect(server.requests.allSatisfy { $0.method == "POST" && $0.path == "/v1/vectors/ix/search/text" })
        }
    }

    @Test(arguments: [0, -1, 1_001, Int.max])
    func `a search for too few or too many hits is refused before anything is sent`(_ limit: Int) async throws {
        try await withClient(of: [.json(VectorSample.hits)]) { client, server in
            let vectors = client.vectors.index("ix")
            for error in [
                try await errorOf { try await vectors.search(embedding: [1], limit: limit) },
                try await errorOf { try await vectors.searchText(query: "q", limit: limit) },
                try await errorOf { try await vectors.search(VectorSearchRequest(vector: [1], topK: limit)) },
            ] {
                #expect(error.code == .invalidArgument)
                #expect(error.message.contains("1 to 1000"))
            }
            #expect(server.requestCount == 0)
        }
    }

    @Test func `a search for nothing, or for what JSON cannot express, is refused`() async throws {
        try await withClient(of: [.json(VectorSample.hits)]) { client, server in
            let vectors = client.vectors.index("ix")
            for error in [
                try await errorOf { try await vectors.search(embedding: []) },
                try await errorOf { try await vectors.search(embedding: [.nan]) },
                try await errorOf { try await vectors.search(embedding: [.infinity]) },
                try await errorOf { try await vectors.searchText(query: "") },
            ] {
                #expect(error.code == .invalidArgument)
            }
            #expect(server.requestCount == 0)
        }
    }

    @Test func `an error of a search is thrown, also from a good answer`() async throws {
        let answers = [
            FaultResponse.json(#"{"error":"dimension mismatch","code":400}"#, status: 400),
            .json(#"{"error":"index not ready"}"#),
        ]
        try await withClient(of: answers) { client, _ in
            let refused = try await errorOf { try await client.vectors.index("ix").search(embedding: [1]) }
            #expect(refused.code == .invalidRequest)
            #expect(refused.message == "dimension mismatch")
            let reported = try await errorOf { try await client.vectors.index("ix").search(embedding: [1]) }
            #expect(reported.code == .reportedByServer)
            #expect(reported.message == "index not ready")
        }
    }
}
