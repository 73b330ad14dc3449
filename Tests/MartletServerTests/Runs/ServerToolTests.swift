import Martlet
import MartletAPI
import MartletEngine
import MartletServer
import MartletTesting
import NIOCore
import Testing

struct ServerToolTests {
    /// Knows one page.
    private struct OnePage: MediaFetching {
        func fetch(_ url: String, _ rules: FetchRules) async throws -> FetchedMedia {
            guard url == "https://example.com/swifts" else {
                throw PlatformError.invalidRequest("Not there.", code: "fetch_failed")
            }
            let page = "<html><head><title>Swifts &amp; co</title></head><body><p>They fly.</p></body></html>"
            return FetchedMedia(body: ByteBuffer(string: page), contentType: "text/html", url: url)
        }
    }

    private func call(_ id: ToolCallID, _ name: String, _ arguments: String) -> ToolCall {
        ToolCall(id: id, type: .function, function: ToolCallFunction(name: name, arguments: arguments))
    }

    private func answer(
        _ model: ScriptedModel, toolsConfig: Settable<String> = .unset,
        _ configuration: PlatformConfiguration = PlatformConfiguration()
    ) async throws -> ThreadRun {
        try await withPlatform(
            engine: ChatModelEngine("scripted", model), configuration: configuration,
            media: MediaServices(fetcher: OnePage())
        ) { platform in
            let client = try platform.client()
            let assistant = try await client.assistants.create(
                AssistantRequest(name: "a", instructions: "", toolsConfig: toolsConfig))
            let thread = try await client.threads.create()
            _ = try await client.threads.messages.create(in: thread.id, .user("go"))
            return try await client.threads.runs.createAndWait(in: thread.id, RunRequest(assistantID: assistant.id))
        }
    }

    @Test func `the calculator's result reaches the model, and its work the message`() async throws {
        let model = ScriptedModel([
            .toolCalls(
                call("c1", "calculator", #"{"expression":"6*7"}"#), call("c2", "calculator", #"{"expression":"1/0"}"#)),
            .text("It is 42."),
        ])
        let run = try await answer(model)
        let message = try #require(run.message)
        #expect(message.text == "It is 42.")
        let code = try #require(message.code)
        #expect(code.map(\.code) == ["6*7"])
        #expect(code.first?.stdout == "42")
        #expect(code.first?.language == "calculator")
        #expect(model.requests.first?.tools?.compactMap { $0.function?.name } == ["calculator"])
        let outputs = model.requests.last?.messages.filter { $0.role == .tool }
        #expect(outputs?.first?.text == "42")
        #expect(outputs?.last?.text.contains("no finite number") == true)
    }

    @Test func `the fetch tool leaves its source`() async throws {
        var configuration = PlatformConfiguration()
        configuration.serverTools = ["calculator", "fetch"]
        let model = ScriptedModel([
            .toolCalls(
                call("c1", "fetch", #"{"url":"https://example.com/swifts"}"#),
                call("c2", "fetch", #"{"url":"https://example.com/none"}"#)),
            .text("They fly."),
        ])
        let run = try await answer(model, configuration)
        let source = try #require(run.message?.sources?.first)
        #expect(run.message?.sources?.count == 1)
        #expect(source.toolName == "Fetch")
        #expect(source.title == "Swifts & co")
        #expect(source.url == "https://example.com/swifts")
        #expect(source.snippet == "They fly.")
        let outputs = model.requests.last?.messages.filter { $0.role == .tool }.map(\.text)
        #expect(outputs == ["# Swifts & co\n\nThey fly.", "Error: Not there."])
    }

    @Test(arguments: [
        ("[]", []), ("none", []), ("", []), ("calculator", ["calculator"]), ("[\"Calculator\"]", ["calculator"]),
        (#"{"calculator":true,"web":true}"#, ["calculator"]), (#"{"calculator":false}"#, []), ("WebSearch", []),
        ("all", ["calculator"]), ("null", ["calculator"]),
    ])
    func `tools_config says which tools there are`(_ config: String, _ expected: [String]) async throws {
        let model = ScriptedModel([.text("x")])
        _ = try await answer(model, toolsConfig: .value(config))
        #expect((model.requests.first?.tools ?? []).compactMap { $0.function?.name } == expected)
    }

    @Test func `fetch is off unless enabled`() async throws {
        let model = ScriptedModel([.text("x")])
        _ = try await answer(model)
        #expect(model.requests.first?.tools?.compactMap { $0.function?.name } == ["calculator"])
    }

    @Test func `a model that never stops asking for tools fails its run`() async throws {
        let model = ScriptedModel([.toolCalls(call("c", "calculator", #"{"expression":"1"}"#))])
        let error = await #expect(throws: MartletError.self) { _ = try await answer(model) }
        #expect(error?.run?.lastError?.code == "too_many_tool_rounds")
        #expect(model.requests.count == 11)
    }

    @Test func `what is said before a tool is part of the answer`() async throws {
        var delta = ChatCompletionDelta(content: "Let me see.")
        var piece = ToolCallDelta()
        piece.index = 0
        piece.id = "c"
        piece.type = .function
        piece.function = ToolCallFunctionDelta()
        piece.function?.name = "calculator"
        piece.function?.arguments = #"{"expression":"2+2"}"#
        delta.toolCalls = [piece]
        let chunk = ChatCompletionChunk(
            id: "c", created: 1, model: "scripted",
            choices: [ChatCompletionChunkChoice(delta: delta, finishReason: .toolCalls)])
        let run = try await answer(ScriptedModel([.chunks([chunk]), .text("Four.")]))
        #expect(run.message?.text == "Let me see.\n\nFour.")
    }

    @Test func `a chat with an assistant has its instructions and its tools`() async throws {
        let model = ScriptedModel([
            .toolCalls(call("c", "calculator", #"{"expression":"2^10"}"#)), .text("1024"), .text("plain"),
        ])
        try await withPlatform(model: model) { platform in
            let client = try platform.client()
            let assistant = try await client.assistants.create(AssistantRequest(name: "a", instructions: "Count."))
            var request = ChatCompletionRequest(model: nil, messages: [.user("2^10?")])
            request.assistantID = assistant.id.rawValue
            let answer = try await client.chat.completions.create(request)
            #expect(answer.text == "1024")
            #expect(model.requests.last?.messages.map(\.text) == ["Count.", "2^10?", "", "1024"])
            #expect(model.requests.last?.assistantID == nil)
            // "when given they override the assistant's configured tools"
            request.tools = [ToolDefinition(type: .function, function: FunctionDefinition(name: "mine"))]
            #expect(try await client.chat.completions.create(request).text == "plain")
            #expect(model.requests.last?.tools?.compactMap { $0.function?.name } == ["mine"])
            request.assistantID = "asst_none"
            let error = await #expect(throws: MartletError.self) {
                _ = try await client.chat.completions.create(request)
            }
            #expect(error?.status == 404)
            #expect(error?.serverCode == "assistant_not_found")
        }
    }
}
