import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Functions that a model asks for over the Responses API.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ResponseToolsTests {
    private struct Sum: Decodable {
        var a: Int
        var b: Int
    }

    private func toolbox() throws -> Toolbox {
        try Toolbox([
            Tool("add", "Adds.") { (sum: Sum) async throws in String(sum.a + sum.b) },
            Tool("fail", schema: ["type": "object"]) { (_: JSONValue) async throws -> String in
                throw ToolError(code: .failed, message: "no luck")
            },
        ])
    }

    private let calls =
        ResponseSample.call("c1", "add", #"{\"a\":1,\"b\":2}"#) + "," + ResponseSample.call("c2", "fail")

    @Test func `T32 functions run until there is an answer, and what is kept is not repeated`() async throws {
        let answers = [
            ResponseSample.response(output: calls, more: #","store":true"#),
            ResponseSample.response("Three.", id: "resp_2", more: #","store":true"#),
        ]
        try await withClient(of: answers.map { .json($0) }) { client, server in
            var request = ResponseSample.request
            request.toolChoice = .required
            request.instructions = "Add."
            let conversation = try await client.responses.create(request, using: toolbox())
            #expect(conversation.response.outputText == "Three.")
            #expect(conversation.usage?.totalTokens == 22)
            #expect(
                conversation.items.map(\.type) == [
                    "message", "function_call", "function_call", "function_call_output", "function_call_output",
                    "message",
                ])
            let first = try JSONValue(json: server.requests[0].body)
            #expect(first["tools"]?.arrayValue?.map { $0["name"]?.stringValue } == ["add", "fail"])
            #expect(first["tool_choice"] == "required")
            let second = try JSONValue(json: server.requests[1].body)
            #expect(second["previous_response_id"] == "resp_1")
            #expect(second["instructions"] == "Add.")
            #expect(second["tool_choice"] == nil)
            #expect(
                second["input"] == [
                    ["type": "function_call_output", "call_id": "c1", "output": "3"],
                    ["type": "function_call_output", "call_id": "c2", "output": "Error: no luck"],
                ])
        }
    }

    @Test(arguments: [false, nil])
    func `T32 what is not kept is repeated, reasoning only if it can be read again`(_ store: Bool?) async throws {
        let reasoning = [
            #"{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"}]}"#,
            #"{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"g"}"#,
            #"{"type":"reasoning","id":"rs_3","summary":[],"content":[{"type":"reasoning_text","text":"b"}]}"#,
        ].joined(separator: ",")
        let kept = store == nil ? "" : #","store":true"#
        let answers = [
            ResponseSample.response(output: reasoning + "," + ResponseSample.call("c1", "add"), more: kept),
            ResponseSample.response(id: "resp_2", output: ResponseSample.call("c2", "add")),
            ResponseSample.response("Done.", id: "resp_3"),
        ]
        try await withClient(of: answers.map { .json($0) }) { client, server in
            var request = ResponseSample.request
            request.store = store
            let conversation = try await client.responses.create(request, using: toolbox())
            #expect(conversation.response.outputText == "Done.")
            let inputs = try server.requests.map { try ResponseRequest(json: $0.body) }
            #expect(inputs.allSatisfy { $0.previousResponseID == nil })
            #expect(inputs[0].input == .text("Hello!"))
            #expect(
                inputs[1].input?.items.map(\.type) == [
                    "message", "reasoning", "reasoning", "function_call", "function_call_output",
                ])
            #expect(
                inputs[2].input?.items.map(\.type) == [
                    "message", "reasoning", "reasoning", "function_call", "function_call_output", "function_call",
                    "function_call_output",
                ])
            #expect(conversation.items.count == 9)
        }
    }

    @Test func `T33 a model that never stops asking is stopped`() async throws {
        let answer = ResponseSample.response(output: ResponseSample.call("c1", "add"))
        try await withClient(of: [.json(answer)]) { client, server in
            let error = await #expect(throws: ToolError.self) {
                try await client.responses.create(ResponseSample.request, using: toolbox(), maximumRounds: 2)
            }
            #expect(error?.code == .tooManyRounds)
            #expect(server.requestCount == 3)
        }
    }

    @Test func `T67 calls of a response that was cut off are not run`() async throws {
        let answer = ResponseSample.response(
            status: "incomplete", output: ResponseSample.call("c1", "add", #"{\"a\":1"#))
        try await withClient(of: [.json(answer)]) { client, server in
            let conversation = try await client.responses.create(ResponseSample.request, using: toolbox())
            #expect(conversation.response.status == .incomplete)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `other tools of the request stay, and their calls are the caller's`() async throws {
        let answer = ResponseSample.response(output: ResponseSample.call("c1", "mine"))
        try await withClient(of: [.json(answer)]) { client, server in
            var request = ResponseSample.request
            request.tools = [.unknown(type: "web_search", payload: ["type": "web_search"]), .function("mine")]
            let conversation = try await client.responses.create(request, using: toolbox())
            #expect(conversation.response.functionCalls.map(\.name) == ["mine"])
            let tools = try ResponseRequest(json: server.requests[0].body).tools
            #expect(tools?.count == 4)
            #expect(server.requestCount == 1)
        }
    }
}
