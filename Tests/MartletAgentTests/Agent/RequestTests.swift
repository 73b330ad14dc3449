import MartletAPI
import MartletAgent
import MartletTesting
import Testing

/// What an agent sends.
struct RequestTests {
    private static let ok = FaultResponse.json(PlatformBody.reply("Hi"))

    @Test func `The smallest request has the protocol's fields and no others`() async throws {
        try await withAgent([Self.ok]) { agent, server in
            _ = try await agent.chat("Hello")
            #expect(
                server.bodies[0] == [
                    "model": "gpt-4o", "messages": [["role": "user", "content": "Hello"]], "temperature": 0.7,
                    "top_p": 1.0,
                    "frequency_penalty": 0.0, "presence_penalty": 0.0, "n": 1, "stream": false,
                ])
            #expect(server.requests[0].method == "POST")
            #expect(server.requests[0].header("content-type") == "application/json")
            #expect(server.requests[0].header("authorization") == nil)
        }
    }

    @Test func `A model that is nil is not sent`() async throws {
        let model: (inout ModelConfig) -> Void = { $0.model = nil }
        try await withAgent([Self.ok], model: model) { agent, server in
            _ = try await agent.chat("Hello")
            #expect(server.bodies[0]["model"] == nil)
        }
    }

    @Test func `With autoSelectModel the first model that is listed is asked, and listed once`() async throws {
        let list = FaultResponse.json(#"{"data":[{"id":"first"},{"id":"second"}]}"#)
        let model: (inout ModelConfig) -> Void = {
            $0.model = nil
            $0.autoSelectModel = true
        }
        try await withAgent([list, Self.ok], model: model) { agent, server in
            _ = try await agent.chat("Hello")
            _ = try await agent.chat("Hello")
            #expect(server.requests.map(\.path) == ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"])
            #expect(server.bodies[2]["model"] == "first")
        }
        try await withAgent([.json(#"{"data":[]}"#)], model: model) { agent, _ in
            await #expect(throws: ModelNotFoundError.self) { try await agent.chat("Hello") }
            #expect(await agent.messages.isEmpty)
        }
    }

    @Test func `Overrides hold for all rounds of one call and no other`() async throws {
        let calls = FaultResponse.json(PlatformBody.calls(("a", "x", "{}")))
        try await withAgent([calls, Self.ok]) { agent, server in
            try await agent.registerTool(name: "x") { _ in "" }
            let overrides = ChatOverrides {
                $0.model = "other"
                $0.topP = nil
                $0.maxTokens = 5
                $0.maxCompletionTokens = 6
                $0.frequencyPenalty = 1
                $0.presencePenalty = nil
                $0.n = nil
                $0.stop = .value(["a", "b"])
                $0.logprobs = true
                $0.topLogprobs = 2
                $0.seed = 7
                $0.user = "me"
                $0.reasoningEffort = "low"
                $0.toolChoice = .auto
                $0.responseFormat = .jsonObject
                $0.parallelToolCalls = false
            }
            _ = try await agent.chat("Hello", overrides: overrides)
            _ = try await agent.chat("Hello")
            for body in server.bodies[0...1] {
                var rest = try #require(body.objectValue)
                for name in ["messages", "tools"] { rest[name] = nil }
                #expect(
                    rest == [
                        "model": "other", "temperature": 0.7, "max_tokens": 5, "max_completion_tokens": 6,
                        "frequency_penalty": 1.0, "stop": ["a", "b"], "logprobs": true, "top_logprobs": 2, "seed": 7,
                        "user": "me", "reasoning_effort": "low", "tool_choice": "auto",
                        "response_format": ["type": "json_object"], "parallel_tool_calls": false, "stream": false,
                    ])
            }
            #expect(server.bodies[2]["model"] == "gpt-4o")
            #expect(server.bodies[2]["seed"] == nil)
        }
    }

    @Test func `A tool choice is sent without tools too`() async throws {
        try await withAgent([Self.ok]) { agent, server in
            _ = try await agent.chat("Hello", overrides: ChatOverrides { $0.toolChoice = .function("x") })
            #expect(server.bodies[0]["tool_choice"] == ["type": "function", "function": ["name": "x"]])
            #expect(server.bodies[0]["tools"] == nil)
        }
    }

    @Test(arguments: [ToolChoice.required, .function("x"), .auto, ToolChoice.none])
    func `A choice that forces a call holds for the first round only`(_ choice: ToolChoice) async throws {
        for isStreamed in [false, true] {
            let model = ScriptedModel([.toolCalls(ToolCall("a", "x")), .text("Done.")])
            let agent = ChatAgent(model: model, ModelConfig(), .quiet())
            try await agent.registerTool(name: "x") { _ in "" }
            let overrides = ChatOverrides { $0.toolChoice = choice }
            if isStreamed {
                _ = try await agent.chatStream("Go", autoExecuteTools: true, overrides: overrides).collected()
            } else {
                _ = try await agent.chat("Go", overrides: overrides)
            }
            let isForced = choice != .auto && choice != ToolChoice.none
            #expect(model.requests.map(\.toolChoice) == [choice, isForced ? nil : choice])
        }
    }

    @Test func `Tools of an override are sent and run from the registry`() async throws {
        let calls = FaultResponse.json(PlatformBody.calls(("a", "x", "{}")))
        try await withAgent([calls, Self.ok]) { agent, server in
            try await agent.registerTool(name: "x", description: "Mine.") { _ in "ran" }
            let overrides = ChatOverrides { $0.tools = [.function("x", description: "Yours.")] }
            _ = try await agent.chat("Hello", overrides: overrides)
            #expect(server.bodies[0]["tools"]?[0]?["function"]?["description"] == "Yours.")
            #expect(server.bodies[1]["messages"]?[2]?["content"] == "ran")
        }
    }

    @Test func `extraBody is merged last, that of the call over that of the configuration`() async throws {
        let model: (inout ModelConfig) -> Void = { $0.extraBody = ["top_k": 5, "seed": 1, "temperature": 0.1] }
        try await withAgent([Self.ok], model: model) { agent, server in
            let overrides = ChatOverrides {
                $0.temperature = 0.9
                $0.extraBody = ["seed": 2, "nothing": nil, "stop": "x", "top_p": nil]
            }
            _ = try await agent.chat("Hello", overrides: overrides)
            let body = server.bodies[0]
            #expect(body["top_k"] == 5)
            #expect(body["seed"] == 2)
            #expect(body["temperature"] == 0.1)
            #expect(body["stop"] == "x")
            #expect(body["nothing"] == .null)
            #expect(body["top_p"] == nil)
        }
    }

    @Test(arguments: ["messages", "stream"])
    func `extraBody cannot hold what the agent decides`(_ name: String) async throws {
        try await withAgent([Self.ok]) { agent, server in
            let overrides = ChatOverrides { $0.extraBody[name] = true }
            let error = try await #require(throws: ConfigurationError.self) {
                try await agent.chat("Hello", overrides: overrides)
            }
            #expect(error.message.contains(name))
            #expect(server.requestCount == 0)
        }
    }

    @Test func `extraHeaders are sent, those of the call over those of the configuration`() async throws {
        let model: (inout ModelConfig) -> Void = { $0.extraHeaders = ["X-A": "1", "X-B": "1"] }
        try await withAgent([Self.ok], model: model) { agent, server in
            _ = try await agent.chat("Hello", overrides: ChatOverrides { $0.extraHeaders = ["x-b": "2"] })
            #expect(server.requests[0].header("x-a") == "1")
            #expect(server.requests[0].header("x-b") == "2")
            await #expect(throws: ConfigurationError.self) {
                try await agent.chat("Hello", overrides: ChatOverrides { $0.extraHeaders = ["a b": "2"] })
            }
        }
    }

    @Test func `An assistant's message with tool calls has a content`() async throws {
        let calls = FaultResponse.json(PlatformBody.calls(("a", "x", "{}")))
        try await withAgent([calls, Self.ok]) { agent, server in
            try await agent.registerTool(name: "x") { _ in "" }
            _ = try await agent.chat("Hello")
            let message = server.bodies[1]["messages"]?[1]
            #expect(message?["content"] == "")
            #expect(message?["tool_calls"]?[0]?["function"]?["arguments"] == "{}")
            // No name in the tool's message.
            #expect(server.bodies[1]["messages"]?[2] == ["role": "tool", "content": "", "tool_call_id": "a"])
        }
    }

    @Test func `Arguments that came as an object are sent back as text`() async throws {
        let body = """
            {"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function",\
            "function":{"name":"x","arguments":{"k":[1,2]}}}]},"finish_reason":"tool_calls"}]}
            """
        try await withAgent([.json(body), Self.ok]) { agent, server in
            try await agent.registerTool(name: "x") { arguments in arguments }
            _ = try await agent.chat("Hello")
            let messages = server.bodies[1]["messages"]
            #expect(messages?[1]?["tool_calls"]?[0]?["function"]?["arguments"] == "{\"k\":[1,2]}")
            #expect(messages?[2]?["content"] == "{\"k\":[1,2]}")
        }
    }

    @Test func `Choice 0 is the text and all choices are in the rich result`() async throws {
        let body = """
            {"choices":[{"index":1,"message":{"role":"assistant","content":"b"},"finish_reason":"stop"},\
            {"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}
            """
        try await withAgent([.json(body)]) { agent, _ in
            let reply = try await agent.respond(to: "Hello", overrides: ChatOverrides { $0.n = 2 })
            #expect(reply.text == "a")
            #expect(reply.choices.map(\.message.text) == ["b", "a"])
            #expect(await agent.messages.last == .assistant("a"))
        }
    }

    @Test func `Of a stream with several choices only the first is delivered`() async throws {
        func chunk(_ index: Int, _ text: String) -> String {
            PlatformBody.event(["choices": [["index": .integer(index), "delta": ["content": .string(text)]]]])
        }
        let stream = FaultResponse.eventStream([
            chunk(1, "x"), chunk(0, "a"), chunk(1, "y"), chunk(0, "b"), PlatformBody.done,
        ])
        try await withAgent([stream]) { agent, _ in
            var texts: [String] = []
            for try await event in agent.events(for: "Hello") {
                switch event {
                case .text(let text): texts.append(text)
                case .reply(let reply): #expect(reply.choices.map(\.message.text) == ["ab", "xy"])
                default: break
                }
            }
            #expect(texts == ["a", "b"])
        }
    }

    @Test func `A content of parts is joined`() async throws {
        let body = """
            {"choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"text","text":"a"},\
            {"type":"text","text":"b"}]},"finish_reason":"stop"}]}
            """
        try await withAgent([.json(body)]) { agent, _ in
            let answer = try await agent.chat("Hello")
            #expect(answer == "ab")
            #expect(await agent.messages.last == .assistant("ab"))
        }
    }

    @Test(arguments: [
        #"{"choices":[{"index":0,"message":{"role":"assistant","content":{"a":1}}}]}"#,
        #"{"choices":[{"index":0,"message":"Hi"}]}"#, #"{"choices":[{"index":0,"message":{"role":"assistant"}}]}"#,
        #"{"choices":[{"index":0,"message":{"role":"assistant","tool_calls":[{"id":"a"}]}}]}"#,
        #"{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"}}],"usage":[]}"#,
    ])
    func `Strict parsing refuses an answer whose fields are not what they should be`(_ body: String) async throws {
        try await withAgent([.json(body)], .quiet { $0.strictParsing = true }) { agent, _ in
            let error = try await #require(throws: APIResponseError.self) { try await agent.chat("Hello") }
            #expect(error.response != nil)
        }
    }
}
