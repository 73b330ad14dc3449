import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// What else a request may have, through the real command line to the service.
@Suite(.needsCodex, .serialized)
struct RealCodexRequestTests {
    private struct Sum: Decodable, Sendable {
        var a: Int
        var b: Int
    }

    private func body(_ server: FaultServer, _ index: Int = 0) throws -> JSONValue {
        let posts = server.requests.filter { $0.method == "POST" }
        try #require(posts.indices.contains(index))
        return try JSONValue(json: posts[index].body)
    }

    @Test func `a picture and a schema reach the service`() async throws {
        try await RealCodex.withClient {
            $0.mode = .chat
        } answering: { _ in
            ResponsesStub.text([#"{"colour":"#, #""red"}"#])
        } _: { (client, server, _) async throws in
            let dot =
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
            var request = ChatCompletionRequest(
                model: nil, messages: [.user(.parts([.text("Which colour?"), .imageURL(dot)]))])
            request.responseFormat = .jsonSchema(
                name: "colour",
                schema: [
                    "type": "object", "properties": ["colour": ["type": "string"]], "required": ["colour"],
                    "additionalProperties": false,
                ])
            let answer = try await client.create(request)
            #expect(answer.text == #"{"colour":"red"}"#)
            let sent = try body(server)
            #expect(sent["text"]?["format"]?["type"] == "json_schema")
            #expect(sent["text"]?["format"]?["schema"]?["properties"]?["colour"] != nil)
            let parts = sent["input"]?.arrayValue?.last?["content"]?.arrayValue ?? []
            #expect(
                parts.contains {
                    $0["type"] == "input_image" && $0["image_url"]?.stringValue?.hasPrefix("data:") == true
                })
        }
    }

    @Test(arguments: [CodexMode.chat, .agent])
    func `a tool of the program is called in place, and the turn goes on`(mode: CodexMode) async throws {
        let tool = try Tool("add", "Adds two numbers.") { (sum: Sum) async throws in "\(sum.a + sum.b)" }
        let toolbox = try Toolbox([tool])
        try await RealCodex.withClient {
            $0.mode = mode
            $0.tools = toolbox
        } answering: { request in
            guard let output = ResponsesStub.output(in: request) else {
                return ResponsesStub.call("add", ["a": 2, "b": 3])
            }
            return ResponsesStub.text(["The sum is \(output.contains("5") ? "5" : "unknown")."])
        } _: { (client, server, _) async throws in
            let answer = try await client.create(question("2+3?"))
            #expect(answer.text == "The sum is 5.")
            #expect(answer.finishReason == .stop)
            // Of both calls of the model.
            #expect(answer.usage?.promptTokens == 32)
        }
    }

    @Test func `a tool of the request ends the turn, and its result is taken in the next one`() async throws {
        try await RealCodex.withClient {
            $0.mode = .chat
        } answering: { request in
            guard let output = ResponsesStub.output(in: request) else {
                return ResponsesStub.call("weather", ["city": "Paris"], id: "call_paris")
            }
            return ResponsesStub.text(["It is \(output)."])
        } _: { (client, server, _) async throws in
            var request = question("The weather in Paris?")
            request.tools = [
                ToolDefinition(
                    type: .function,
                    function: FunctionDefinition(
                        name: "weather", description: "The weather.",
                        parameters: ["type": "object", "properties": ["city": ["type": "string"]]]))
            ]
            let asked = try await client.create(request)
            #expect(asked.finishReason == .toolCalls)
            let message = try #require(asked.choices.first?.message)
            let call = try #require(message.toolCalls?.first)
            #expect(call.function.name == "weather")
            #expect(try JSONValue(json: call.function.arguments) == ["city": "Paris"])
            request.messages.append(message)
            request.messages.append(.tool("sunny", answering: call.id))
            #expect(try await client.create(request).text == "It is sunny.")
            let input = try body(server, server.requests.filter { $0.method == "POST" }.count - 1)["input"]?.arrayValue
            #expect(
                input?.compactMap { $0["type"]?.stringValue }.suffix(2) == ["function_call", "function_call_output"])
        }
    }

    @Test func `what a running turn is told reaches the model`() async throws {
        let (begun, goOn) = (FaultGate(), FaultGate())
        try await RealCodex.withClient { _ in
        } answering: { request in
            if request.bodyText.contains("also this") { return ResponsesStub.text(["Heard it."]) }
            if ResponsesStub.output(in: request) != nil { return ResponsesStub.text(["Heard nothing."]) }
            begun.open()
            await goOn.wait()
            return ResponsesStub.shell(request, "true")
        } _: { (client, _, _) async throws in
            let conversation = client.conversation()
            let task = Task { try await conversation.send("Begin.") }
            await begun.wait()
            try await conversation.steer("also this")
            goOn.open()
            #expect(try await task.value.text == "Heard it.")
            #expect(conversation.messages.map(\.text) == ["Begin.", "also this", "Heard it."])
        }
    }

    @Test func `a patch and a plan are activity, with the diff of the turn`() async throws {
        let seen = Collected<CodexActivity>()
        try await RealCodex.withClient {
            $0.onActivity = { seen.append($0) }
        } answering: { request in
            guard ResponsesStub.output(in: request) == nil else { return ResponsesStub.text(["Patched."]) }
            let patch = """
                apply_patch <<'EOF'
                *** Begin Patch
                *** Add File: new.txt
                +hello
                *** End Patch
                EOF
                """
            return ResponsesStub.shell(request, patch)
        } _: { (client, _, work) async throws in
            let answer = try await client.create(question("Patch it."))
            #expect(answer.text == "Patched.")
            #expect(try String(contentsOfFile: work + "/new.txt", encoding: .utf8) == "hello\n")
            let changes = seen.all.compactMap { activity -> CodexFileChanges? in
                if case .fileChanges(let changes) = activity { changes } else { nil }
            }
            #expect(changes.last?.status == .completed)
            #expect(changes.last?.changes.first?.path.hasSuffix("new.txt") == true)
            #expect(answer.additionalProperties["codex"]?["diff"]?.stringValue?.contains("+hello") == true)
        }
    }
}
