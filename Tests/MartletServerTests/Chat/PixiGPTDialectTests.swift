import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Testing

/// A request without a model is PixiGPT's.
@Suite struct PixiGPTDialectTests {
    private static let answer = """
        {"id":"c","object":"chat.completion","created":1,"model":"chat","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"\\n\\n Hi ","reasoning_content":"\\n because \\n"}}],
        "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":0}}}
        """

    private func ask(_ members: String, engine: StubEngine) async throws -> RawConnection.Answer {
        try await withPlatform(engine: engine) { platform in
            try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions",
                body: #"{"messages":[{"role":"user","content":"Hi"}]\#(members)}"#)
        }
    }

    @Test(
        arguments: [
            ("", 0.6, nil, true), (#","temperature":0"#, 0.6, nil, true), (#","temperature":0.2"#, 0.2, nil, true),
            (#","max_tokens":100"#, 0.6, 3_000, true), (#","max_tokens":4000"#, 0.6, 4_000, true),
            (#","max_tokens":0"#, 0.6, nil, true), (#","max_tokens":100,"enable_thinking":true"#, 0.6, 3_000, true),
            (#","max_tokens":100,"enable_thinking":false"#, 0.6, 100, false),
        ] as [(String, Double, Int?, Bool)])
    func `its defaults hold`(
        _ members: String, _ temperature: Double, _ maxTokens: Int?, _ isThinking: Bool
    ) async throws {
        let engine = StubEngine(chat: Self.answer)
        #expect(try await ask(members, engine: engine).status == 200)
        let asked = try #require(engine.chats.first)
        #expect(asked.chat.temperature == temperature)
        #expect(asked.chat.maxTokens == maxTokens)
        #expect(asked.chat.enableThinking == isThinking)
        #expect(asked.model == "chat")
        // What is passed on says the same as what was understood.
        #expect(try ChatCompletionRequest(json: asked.body.readableBytesView) == asked.chat)
    }

    @Test func `its answers have the reasoning on the choice, trimmed, and three keys of usage`() async throws {
        let answer = try await ask("", engine: StubEngine(chat: Self.answer))
        let json = try JSONValue(json: answer.body)
        let choice = json["choices"]?[0]
        #expect(choice?["reasoning_content"] == "because")
        #expect(choice?["message"] == ["role": "assistant", "content": "Hi"])
        #expect(json["usage"] == ["prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3])
    }

    @Test func `no reasoning is no key, and content that is null stays`() async throws {
        let answer = """
            {"id":"c","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
            "reasoning_content":" ","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}
            """
        let choice = try JSONValue(json: try await ask("", engine: StubEngine(chat: answer)).body)["choices"]?[0]
        #expect(choice?["reasoning_content"] == nil)
        #expect(choice?["message"]?["content"] == .null)
        #expect(choice?["message"]?["tool_calls"]?[0]?["id"] == "1")
    }

    @Test func `reasoning that an upstream left between tags is apart`() async throws {
        let answer = #"""
            {"id":"c","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",
            "content":"<think>\n because \n</think>\n\n Hi\n"}}]}
            """#
        let choice = try JSONValue(json: try await ask("", engine: StubEngine(chat: answer)).body)["choices"]?[0]
        #expect(choice?["reasoning_content"] == "because")
        #expect(choice?["message"] == ["role": "assistant", "content": "Hi"])
    }

    @Test func `an assistant that there is not is an error of the documented type`() async throws {
        let engine = StubEngine(chat: Self.answer)
        let answer = try await ask(#","assistant_id":"a-1""#, engine: engine)
        #expect(answer.status == 404)
        #expect(try JSONValue(json: answer.body)["error"]?["type"] == "invalid_request_error")
        #expect(engine.chats.isEmpty)
        #expect(try await ask(#","assistant_id":"""#, engine: engine).status == 200)
    }

    @Test func `an engine that knows models of its own gets the request as it came`() async throws {
        let engine = StubEngine(chat: Self.answer, namesModels: false)
        let answer = try await ask(#","temperature":0,"assistant_id":"a-1""#, engine: engine)
        #expect(answer.body == Self.answer)
        #expect(engine.chats.first?.chat.assistantID == "a-1")
        #expect(engine.chats.first?.chat.temperature == 0)
    }

    @Test func `a platform's own assistant is PixiGPT's, whatever engine there is`() async throws {
        let engine = StubEngine(chat: Self.answer, namesModels: false)
        let answer = try await withPlatform(engine: engine) { platform in
            let assistant = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/assistants",
                body: #"{"name":"a","instructions":"Be brief.","tools_config":"[]"}"#)
            let id = try JSONValue(json: assistant.body)["id"]?.stringValue ?? ""
            return try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions",
                body: #"{"messages":[{"role":"user","content":"Hi"}],"assistant_id":"\#(id)"}"#)
        }
        #expect(try JSONValue(json: answer.body)["choices"]?[0]?["reasoning_content"] == "because")
        let asked = try #require(engine.chats.first?.chat)
        #expect(asked.messages.map(\.text) == ["Be brief.", "Hi"])
        #expect(asked.temperature == 0.6)
        #expect(asked.assistantID == nil)
    }

    @Test func `a request with a model is OpenAI's, and is passed on as it came`() async throws {
        let engine = StubEngine(chat: Self.answer)
        let answer = try await ask(#","model":"chat","temperature":0,"max_tokens":5"#, engine: engine)
        #expect(answer.body == Self.answer)
        #expect(engine.chats.first?.chat.temperature == 0)
        #expect(engine.chats.first?.chat.maxTokens == 5)
    }
}
