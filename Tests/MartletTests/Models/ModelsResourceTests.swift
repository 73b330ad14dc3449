import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct ModelsResourceTests {
    @Test(arguments: [
        #"{"object":"list","data":[{"id":"a","object":"model","created":1,"owned_by":"o"},{"id":"b"}]}"#,
        #"{"models":[{"id":"a"},{"id":"b"}]}"#, #"[{"id":"a"},{"id":"b"}]"#,
    ])
    func `T28 the models are listed`(_ body: String) async throws {
        try await withClient(of: [.json(body)]) { client, server in
            let list = try await client.models.list()
            #expect(list.data.map(\.id) == ["a", "b"])
            #expect(server.requests[0].path == "/v1/models")
            #expect(server.requests[0].method == "GET")
        }
    }

    @Test func `one model is retrieved`() async throws {
        try await withClient(of: [.json(#"{"id":"meta/llama 3","owned_by":"meta"}"#)]) { client, server in
            let model = try await client.models.retrieve("meta/llama 3")
            #expect(model.id == "meta/llama 3")
            #expect(model.ownedBy == "meta")
            #expect(server.requests[0].path == "/v1/models/meta%2Fllama%203")
        }
    }

    @Test(arguments: ["", ".", ".."])
    func `T59 an id that leads elsewhere is not sent`(_ id: String) async throws {
        try await withClient(of: [.json("{}")]) { client, server in
            let error = try await errorOf { try await client.models.retrieve(ModelID(rawValue: id)) }
            #expect(error.code == .invalidArgument)
            #expect(server.requestCount == 0)
        }
    }

    @Test func `a model that is not there is not found`() async throws {
        let body = #"{"error":{"message":"The model 'x' does not exist","code":"model_not_found"}}"#
        try await withClient(of: [.json(body, status: 404)]) { client, server in
            let error = try await errorOf { try await client.models.retrieve("x") }
            #expect(error.code == .notFound)
            #expect(error.serverCode == "model_not_found")
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: ["<html><title>Login</title></html>", "", "null", #"{"data":3"#])
    func `a good answer that is no list is an error that shows it`(_ body: String) async throws {
        try await withClient(of: [.text(body, contentType: "text/html")]) { client, _ in
            let error = try await errorOf { try await client.models.list() }
            #expect(error.code == .decoding)
            #expect(error.status == 200)
            #expect(error.bodyText == body)
            #expect(body.isEmpty ? error.message.contains("empty") : error.message.contains("begins with"))
        }
    }

    @Test func `GravixLayer's models lie under the version`() async throws {
        try await withClient(of: [.json(#"{"data":[]}"#)], platform: .gravixLayer) { client, server in
            _ = try await client.models.list()
            #expect(server.requests[0].path == "/v1/models")
        }
    }
}
