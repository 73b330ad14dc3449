import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct VectorDeletionTests {
    @Test(arguments: [
        (200, #"{"message":"deleted","deleted_ids":["v1"],"count":1}"#), (200, "{}"), (204, ""),
    ])
    func `a vector is deleted by a POST`(status: Int, body: String) async throws {
        try await withClient(of: [.json(body, status: status)]) { client, server in
            try await client.vectors.index("IX").delete("v1")
            #expect(server.requests[0].method == "POST")
            #expect(server.requests[0].path == "/v1/vectors/IX/delete")
            #expect(server.requests[0].bodyText == #"{"vector_ids":["v1"]}"#)
        }
    }

    @Test func `many vectors are deleted at once, and the answer is passed on`() async throws {
        let answer =
            #"{"message":"deleted","deleted_ids":["a"],"count":1,"protected_ids":["b"],"missing_ids":["c"]}"#
        try await withClient(of: [.json(answer)]) { client, server in
            let deletion = try await client.vectors.index("ix").batchDelete(["a", "b", "c"])
            #expect(deletion.deletedIDs == ["a"])
            #expect(deletion.protectedIDs == ["b"])
            #expect(deletion.missingIDs == ["c"])
            #expect(server.requests[0].bodyText == #"{"vector_ids":["a","b","c"]}"#)
        }
    }

    @Test func `nothing to delete, and an empty id, are refused before anything is sent`() async throws {
        try await withClient(of: [.json("{}")]) { client, server in
            let vectors = client.vectors.index("ix")
            for error in [
                try await errorOf { try await vectors.batchDelete([]) },
                try await errorOf { try await vectors.batchDelete(["a", ""]) },
                try await errorOf { try await vectors.delete("") },
            ] {
                #expect(error.code == .invalidArgument)
            }
            #expect(server.requestCount == 0)
        }
    }

    @Test func `an error in a good answer is thrown`() async throws {
        try await withClient(of: [.json(#"{"error":"locked"}"#)]) { client, _ in
            let error = try await errorOf { try await client.vectors.index("ix").delete("v1") }
            #expect(error.code == .reportedByServer)
            #expect(error.message == "locked")
        }
    }

    @Test func `a protected vector is a conflict that is not tried again`() async throws {
        let refusal = FaultResponse.json(#"{"error":"protected","code":"delete_protected"}"#, status: 409)
        try await withClient(of: [refusal]) { client, server in
            let error = try await errorOf { try await client.vectors.index("ix").delete("v1") }
            #expect(error.code == .conflict)
            #expect(server.requestCount == 1)
        }
    }

    // MARK: All

    private func deleted(_ ids: [String], more: String = "") -> FaultResponse {
        .json(#"{"message":"deleted","deleted_ids":\#(ids),"count":\#(ids.count)\#(more)}"#)
    }

    private func asked(_ server: FaultServer) throws -> [[String]] {
        try server.requests.filter { $0.path.hasSuffix("/delete") }.map { request in
            try JSONValue(json: request.body)["vector_ids"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
    }

    @Test func `all vectors are deleted, a thousand at a time`() async throws {
        let ids = (0..<2_500).map { "v\($0)" }
        let answers = [
            FaultResponse.json(VectorSample.ids(ids)), deleted(Array(ids[..<1_000])),
            deleted(Array(ids[1_000..<2_000])), deleted(Array(ids[2_000...])),
        ]
        try await withClient(of: answers) { client, server in
            let report = try await client.vectors.index("ix").deleteAll()
            #expect(report == VectorDeletionReport(deletedCount: 2_500))
            #expect(server.requestCount == 4)
            let asked = try asked(server)
            #expect(asked.map(\.count) == [1_000, 1_000, 500])
            #expect(asked.flatMap { $0 } == ids)
        }
    }

    @Test func `an index with no vectors is empty already`() async throws {
        try await withClient(of: [.json(VectorSample.ids([]))]) { client, server in
            let report = try await client.vectors.index("ix").deleteAll()
            #expect(report == VectorDeletionReport())
            #expect(server.requestCount == 1)
        }
    }

    @Test func `what protection kept is reported, when the platform names it`() async throws {
        let answers = [
            FaultResponse.json(VectorSample.ids(["a", "b", "c"])),
            deleted(["a"], more: #","protected_ids":["b"],"missing_ids":["c"]"#),
        ]
        try await withClient(of: answers) { client, server in
            let report = try await client.vectors.index("ix").deleteAll()
            #expect(report == VectorDeletionReport(deletedCount: 2, keptIDs: ["b"]))
            #expect(server.requestCount == 2)
        }
    }

    @Test(arguments: [#"{"message":"deleted"}"#, "{}", #"{"deleted_ids":["a"],"count":1}"#, #"{"count":1}"#])
    func `what is still there was kept, when the platform does not say`(_ answer: String) async throws {
        let answers = [
            FaultResponse.json(VectorSample.ids(["a", "b"])), .json(answer), .json(VectorSample.ids(["b", "new"])),
        ]
        try await withClient(of: answers) { client, server in
            let report = try await client.vectors.index("ix").deleteAll()
            #expect(report == VectorDeletionReport(deletedCount: 1, keptIDs: ["b"]))
            #expect(server.requestCount == 3)
        }
    }

    @Test func `a conflict because all are protected is a report, not an error`() async throws {
        let answers = [
            FaultResponse.json(VectorSample.ids(["a", "b"])),
            .json(#"{"error":"protected","code":"delete_protected"}"#, status: 409),
            .json(
                VectorSample.list([
                    VectorSample.vector("a", protected: true), VectorSample.vector("b", protected: true),
                ])),
        ]
        try await withClient(of: answers) { client, server in
            let report = try await client.vectors.index("ix").deleteAll()
            #expect(report == VectorDeletionReport(deletedCount: 0, keptIDs: ["a", "b"]))
            #expect(server.requests[2].path == "/v1/vectors/ix/fetch?vector_ids=a%2Cb")
        }
    }

    @Test(arguments: [403, 409])
    func `a platform that refuses all for the sake of one is asked for the others`(_ status: Int) async throws {
        let answers = [
            FaultResponse.json(VectorSample.ids(["a", "b", "c"])),
            .json(#"{"error":"b is protected","code":"protected"}"#, status: status),
            .json(
                VectorSample.list([
                    VectorSample.vector("a"), VectorSample.vector("b", protected: true), VectorSample.vector("c"),
                ])),
            .json("{}"), .json(VectorSample.ids(["b"])),
        ]
        try await withClient(of: answers, platform: .gravixLayer) { client, server in
            let report = try await client.vectors.index("ix").deleteAll()
            #expect(report == VectorDeletionReport(deletedCount: 2, keptIDs: ["b"]))
            #expect(try asked(server) == [["a", "b", "c"], ["a", "c"]])
        }
    }

    @Test func `a refusal that no protection explains is an error`() async throws {
        let answers = [
            FaultResponse.json(VectorSample.ids(["a"])), .json(#"{"error":"read-only key"}"#, status: 403),
            .json(VectorSample.list([VectorSample.vector("a")])),
        ]
        try await withClient(of: answers) { client, _ in
            let error = try await errorOf { try await client.vectors.index("ix").deleteAll() }
            #expect(error.code == .permissionDenied)
            #expect(error.message == "read-only key")
        }
    }

    @Test func `force takes the protection of the protected ones back, and only theirs`() async throws {
        let answers = [
            FaultResponse.json(VectorSample.ids(["a", "b", "c"])),
            deleted(["a"], more: #","protected_ids":["b","c"]"#), .json(VectorSample.vector("b")),
            .json(#"{"error":"gone"}"#, status: 404), deleted(["b"], more: #","missing_ids":["c"]"#),
        ]
        try await withClient(of: answers) { client, server in
            let report = try await client.vectors.index("ix").deleteAll(force: true)
            #expect(report == VectorDeletionReport(deletedCount: 3))
            #expect(server.requests.map(\.method) == ["GET", "POST", "PUT", "PUT", "POST"])
            #expect(server.requests[2].path == "/v1/vectors/ix/b")
            #expect(server.requests[2].bodyText == #"{"delete_protection":false}"#)
            #expect(try asked(server) == [["a", "b", "c"], ["b", "c"]])
        }
    }

    @Test func `vectors that somebody else deletes meanwhile are gone`() async throws {
        let answers = [
            FaultResponse.json(VectorSample.ids(["a"])), .json(#"{"error":"no such vectors"}"#, status: 404),
            .json(VectorSample.ids([])),
        ]
        try await withClient(of: answers) { client, _ in
            let report = try await client.vectors.index("ix").deleteAll()
            #expect(report == VectorDeletionReport(deletedCount: 1))
        }
    }

    @Test func `an index that there is not is an error`() async throws {
        try await withClient(of: [.json(#"{"error":"no such index"}"#, status: 404)]) { client, _ in
            let error = try await errorOf { try await client.vectors.index("ix").deleteAll() }
            #expect(error.code == .notFound)
        }
    }
}
