import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct AssistantsResourceTests {
    @Test(arguments: [
        (Settable<String>.unset, #"{"name":"n","instructions":"i"}"#),
        (.null, #"{"name":"n","instructions":"i","tools_config":null}"#),
        (.value("web"), #"{"name":"n","instructions":"i","tools_config":"web"}"#),
    ])
    func `an assistant is made and changed with its name, instructions and tools`(
        _ toolsConfig: Settable<String>, _ body: String
    ) async throws {
        try await withClient(of: [.json(Conversation.assistant)]) { client, server in
            let request = AssistantRequest(name: "n", instructions: "i", toolsConfig: toolsConfig)
            let assistant = try await client.assistants.create(request)
            #expect(assistant.id == "a")
            #expect(assistant.toolsConfig == nil)
            _ = try await client.assistants.update("a", request)
            #expect(server.requests.map(\.method) == ["POST", "PUT"])
            #expect(server.requests.map(\.path) == ["/v1/assistants", "/v1/assistants/a"])
            #expect(server.requests.map(\.bodyText) == [body, body])
        }
    }

    @Test func `assistants are listed, and one is retrieved`() async throws {
        let answers = [FaultResponse.json(Conversation.list(Conversation.assistant)), .json(Conversation.assistant)]
        try await withClient(of: answers) { client, server in
            let list = try await client.assistants.list()
            #expect(list.data.map(\.name) == ["n"])
            let assistant = try await client.assistants.retrieve("a/b")
            #expect(assistant.instructions == "i")
            #expect(server.requests.map(\.method) == ["GET", "GET"])
            #expect(server.requests.map(\.path) == ["/v1/assistants", "/v1/assistants/a%2Fb"])
            #expect(server.requests.map(\.bodyText) == ["", ""])
        }
    }

    @Test(arguments: [
        (Int?.some(20), "?limit=20"), (5, "?limit=5"), (nil, ""), (0, ""), (-1, ""),
    ])
    func `the threads of an assistant are listed, as many as wanted`(_ limit: Int?, _ query: String) async throws {
        try await withClient(of: [.json(Conversation.list(Conversation.thread))]) { client, server in
            #expect(try await client.assistants.threads(of: "a", limit: limit).data.map(\.id) == ["t"])
            _ = try await client.assistants.threads(of: "a")
            #expect(
                server.requests.map(\.path) == [
                    "/v1/assistants/a/threads\(query)", "/v1/assistants/a/threads?limit=20",
                ])
        }
    }

    @Test(arguments: [
        FaultResponse.json(#"{"id":"a","object":"assistant.deleted","deleted":true}"#), .text(""),
        .text("", status: 204), .json("{}"), .text("OK"),
    ])
    func `an assistant is deleted, whatever the platform says of it`(_ answer: FaultResponse) async throws {
        try await withClient(of: [answer]) { client, server in
            let status = try await client.assistants.delete("a")
            #expect(status.id == "a")
            #expect(status.object == "assistant.deleted")
            #expect(status.deleted)
            #expect(server.requests[0].method == "DELETE")
            #expect(server.requests[0].path == "/v1/assistants/a")
            #expect(server.requests[0].body.isEmpty)
        }
    }

    @Test(arguments: ["", ".", ".."])
    func `an id that leads elsewhere is not sent`(_ id: String) async throws {
        try await withClient(of: [.json(Conversation.assistant)]) { client, server in
            let id = AssistantID(rawValue: id)
            let request = AssistantRequest(name: "n", instructions: "i")
            let calls: [() async throws -> Void] = [
                { _ = try await client.assistants.retrieve(id) },
                { _ = try await client.assistants.update(id, request) },
                { try await client.assistants.delete(id) },
                { _ = try await client.assistants.threads(of: id) },
            ]
            for call in calls {
                let error = try await errorOf { try await call() }
                #expect(error.code == .invalidArgument)
            }
            #expect(server.requestCount == 0)
        }
    }

    @Test func `what the platform refuses is an error in its words`() async throws {
        let body = #"{"error":{"message":"No assistant 'x'","type":"invalid_request_error","code":null}}"#
        try await withClient(of: [.json(body, status: 404)]) { client, _ in
            let error = try await errorOf { try await client.assistants.retrieve("x") }
            #expect(error.code == .notFound)
            #expect(error.message == "No assistant 'x'")
            #expect(try await errorOf { try await client.assistants.delete("x") }.code == .notFound)
        }
    }

    @Test func `an error in a good answer is an error`() async throws {
        let body = #"{"error":{"message":"overloaded","type":"rate_limit_error"}}"#
        try await withClient(of: [.json(body)]) { client, _ in
            let error = try await errorOf { try await client.assistants.retrieve("a") }
            #expect(error.code == .rateLimited)
            #expect(error.message == "overloaded")
            #expect(try await errorOf { try await client.assistants.delete("a") }.code == .rateLimited)
            #expect(try await errorOf { try await client.assistants.list() }.code == .rateLimited)
        }
    }

    @Test(arguments: ["", "[]", #"{"object":"assistant"}"#, "<html></html>"])
    func `a good answer that is no assistant is an error that shows it`(_ body: String) async throws {
        try await withClient(of: [.text(body)]) { client, _ in
            let error = try await errorOf { try await client.assistants.retrieve("a") }
            #expect(error.code == .decoding)
            #expect(error.bodyText == body)
        }
    }
}
