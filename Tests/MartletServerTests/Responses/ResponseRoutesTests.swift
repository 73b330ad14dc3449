import HTTPTypes
import MartletAPI
import MartletServer
import MartletTesting
import Testing

struct ResponseRoutesTests {
    private static func texts(_ answer: Caller.Answer) -> [String] {
        let output = answer["output"].arrayValue ?? []
        return output.flatMap { $0["content"]?.arrayValue ?? [] }.compactMap { $0["text"]?.stringValue }
    }

    @Test func `A text is answered by a response with every member that OpenAI's clients read`() async throws {
        try await withPlatform(model: ScriptedModel([.text("Fine, thanks.")])) { platform in
            let caller = Caller.openAI(platform)
            let answer = try await caller.post(
                "/responses",
                [
                    "model": "scripted", "input": "How are you?", "instructions": "Be kind.", "temperature": 0.5,
                    "metadata": ["topic": "swifts"], "user": "anna", "prompt_cache_key": "k", "top_p": nil,
                ])
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.id.hasPrefix("resp_"))
            #expect(Self.texts(answer) == ["Fine, thanks."])
            let expected: JSONObject = [
                "object": "response", "status": "completed", "background": false, "error": nil,
                "incomplete_details": nil, "instructions": "Be kind.", "max_output_tokens": nil, "model": "scripted",
                "parallel_tool_calls": true, "previous_response_id": nil, "reasoning": [:], "store": true,
                "temperature": 0.5, "text": ["format": ["type": "text"]], "tool_choice": "auto", "tools": [],
                "top_p": nil, "truncation": "disabled", "user": "anna", "metadata": ["topic": "swifts"],
                "service_tier": "default", "prompt_cache_key": "k",
            ]
            for (name, value) in expected { #expect(answer.body[name] == value, "\(name)") }
            #expect(answer["created_at"].intValue != nil)
            #expect(answer["completed_at"].intValue != nil)
            #expect(answer["usage"]["total_tokens"]?.intValue ?? 0 > 0)
            let message = answer["output"][0] ?? .null
            #expect(message["id"]?.stringValue?.hasPrefix("msg_") == true)
            #expect(message["status"] == "completed")
            #expect(message["content"]?[0]?["annotations"] == [])
            // It is kept as it was told.
            #expect(try await caller.get("/responses/\(answer.id)").body == answer.body)
        }
    }

    @Test func `A stream tells the same response in events, and ends with it`() async throws {
        try await withPlatform(model: ScriptedModel([.text("Fine, thanks.")])) { platform in
            let caller = Caller.openAI(platform)
            let events = try await caller.stream(
                "/responses", ["model": "scripted", "input": "How are you?", "stream": true])
            #expect(
                events.names.filter { $0 != "response.output_text.delta" } == [
                    "response.created", "response.in_progress", "response.output_item.added",
                    "response.content_part.added", "response.output_text.done", "response.content_part.done",
                    "response.output_item.done", "response.completed",
                ])
            #expect(events.map { $0.data["sequence_number"]?.intValue } == Array(0..<events.count))
            #expect(events.allSatisfy { $0.data["type"]?.stringValue == $0.name })
            let text = events.compactMap { $0.name.hasSuffix("text.delta") ? $0.data["delta"]?.stringValue : nil }
            #expect(text.joined() == "Fine, thanks.")
            let response = events.last("response.completed")["response"] ?? .null
            let id = response["id"]?.stringValue ?? ""
            #expect(try await caller.get("/responses/\(id)").body == response)
        }
    }

    @Test func `T63 a client that goes away ends the generation, and nothing is kept`() async throws {
        for isStreamed in [true, false] {
            let gate = FaultGate()
            let model = ScriptedModel([.steps([.text("one"), .hold(gate), .stop])])
            let stores = try PlatformStores.inMemory()
            try await withPlatform(model: model, stores: stores) { platform in
                try await RawConnection.with(port: platform.port) { connection in
                    try await connection.send(
                        RawConnection.request(
                            "POST", "/v1/responses",
                            body: #"{"model":"scripted","input":"x","stream":\#(isStreamed)}"#))
                    if isStreamed { _ = try await connection.read(through: "output_text.delta") }
                    await gate.waitUntilReached()
                    try await connection.close()
                    try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
                }
            }
            #expect(try await stores.responses.deleteResponses(createdBefore: .max) == 0)
        }
    }

    @Test func `T73 a failure in mid-answer is a failed response, which is kept`() async throws {
        let model = ScriptedModel([
            .steps([.text("half"), .failure(PlatformError(.badGateway, code: "lost", "The engine is lost."))])
        ])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let events = try await caller.stream("/responses", ["model": "scripted", "input": "x", "stream": true])
            #expect(events.names.last == "response.failed")
            let response = events.last("response.failed")["response"] ?? .null
            #expect(response["status"] == "failed")
            #expect(response["error"] == ["code": "server_error", "message": "The engine is lost."])
            #expect(response["output"]?[0]?["status"] == "incomplete")
            let id = response["id"]?.stringValue ?? ""
            #expect(try await caller.get("/responses/\(id)").body == response)
            // Whoever waits for the whole answer gets an error instead.
            let whole = try await caller.post("/responses", ["model": "scripted", "input": "x"])
            #expect(whole.status == 502)
            #expect(whole.error["code"] == "lost")
        }
    }

    @Test func `T65 what the engine refuses before its answer is an error, in a response's words`() async throws {
        let refusal = PlatformError(
            .badRequest, code: "context_length_exceeded", parameter: "messages",
            "The prompt has 9000 tokens; the model reads 8192.")
        try await withPlatform(model: ScriptedModel([.failure(refusal)])) { platform in
            for isStreamed in [true, false] {
                let answer = try await Caller.openAI(platform).post(
                    "/responses", ["model": "scripted", "input": "x", "stream": .bool(isStreamed)])
                #expect(answer.status == 400)
                #expect(answer.error["code"] == "context_length_exceeded")
                #expect(answer.error["param"] == "input")
                #expect(answer.error["message"]?.stringValue?.contains("9000") == true)
            }
        }
    }

    @Test func `T67 a limit of tokens makes the response incomplete`() async throws {
        let model = ScriptedModel([.text("one two", finishReason: .length)])
        try await withPlatform(model: model) { platform in
            let answer = try await Caller.openAI(platform).post(
                "/responses", ["model": "scripted", "input": "x", "max_output_tokens": 16])
            #expect(answer["status"] == "incomplete")
            #expect(answer["incomplete_details"] == ["reason": "max_output_tokens"])
            #expect(answer["output"][0]?["status"] == "incomplete")
            #expect(model.requests.first?.maxCompletionTokens == 16)
        }
    }

    @Test func `The model is asked for what the response asks for`() async throws {
        let model = ScriptedModel([.text("{}")])
        try await withPlatform(model: model) { platform in
            let answer = try await Caller.openAI(platform).post(
                "/responses",
                [
                    "model": "scripted", "temperature": 0.2, "top_p": 0.9, "parallel_tool_calls": false,
                    "tool_choice": "required", "reasoning": ["effort": "low", "summary": "auto"],
                    "text": [
                        "format": [
                            "type": "json_schema", "name": "answer", "schema": ["type": "object"], "strict": true,
                        ],
                        "verbosity": "low",
                    ],
                    "tools": [["type": "function", "name": "f", "parameters": ["type": "object"]]],
                    "include": ["reasoning.encrypted_content", "message.output_text.logprobs"], "top_logprobs": 2,
                    "input": [["role": "user", "content": [["type": "input_text", "text": "Hi"]]]],
                ])
            #expect(answer.status == 200, "\(answer)")
            let chat = try #require(model.requests.first)
            #expect(chat.messages == [.user("Hi")])
            #expect(chat.temperature == 0.2)
            #expect(chat.topP == 0.9)
            #expect(chat.parallelToolCalls == false)
            #expect(chat.toolChoice == .required)
            #expect(chat.reasoningEffort == .low)
            #expect(chat.logprobs == true)
            #expect(chat.topLogprobs == 2)
            #expect(
                chat.responseFormat == .jsonSchema(name: "answer", schema: ["type": "object"], strict: true))
            #expect(chat.tools?.first?.function?.name == "f")
            #expect(chat.verbosity == nil)
        }
    }

    @Test func `T66 what would be ignored is refused by its name`() async throws {
        let cases: [(JSONObject, String)] = [
            (["frequency_penalty": 1], "frequency_penalty"), (["conversation": "conv_1"], "conversation"),
            (["prompt": ["id": "p"]], "prompt"), (["moderation": ["model": "m"]], "moderation"),
            (["text": ["mood": "good"]], "text.mood"), (["text": ["format": ["type": "xml"]]], "text.format"),
            (["include": ["everything"]], "include[0]"), (["stream_options": [:]], "stream_options"),
            (["stream": true, "stream_options": ["include_usage": true]], "stream_options"),
            (["temperature": 3], "temperature"), (["temperature": "hot"], "temperature"),
            (["max_output_tokens": 0], "max_output_tokens"), (["truncation": "some"], "truncation"),
            (["metadata": ["a": .string(String(repeating: "x", count: 513))]], "metadata"),
            (["tools": [["type": "mcp"]]], "tools[0].type"),
            (["tool_choice": ["type": "web_search"]], "tool_choice"), (["input": nil], "input"),
            (["input": []], "input"),
            (["input": 5], "input"), (["input": ["text"]], "input"),
            (["input": [["type": "web_search_call", "id": "w"]]], "input[0].type"),
            (["input": [["type": "function_call", "name": "f"]]], "input[0]"),
            (["input": [["role": "tool", "content": "x"]]], "input[0].role"),
            (
                ["input": [["role": "user", "content": [["type": "input_file", "file_id": "f"]]]]],
                "input[0].content[0]"
            ),
            (
                ["input": [["role": "user", "content": [["type": "input_image", "file_id": "f"]]]]],
                "input[0].content[0]"
            ),
            (["background": true, "store": false], "store"),
            (["previous_response_id": "resp_x"], "previous_response_id"),
        ]
        let model = ScriptedModel([.text("x")])
        try await withPlatform(model: model) { platform in
            for (members, parameter) in cases {
                var body: JSONObject = ["model": "scripted", "input": "x"]
                body.merge(members)
                let answer = try await Caller.openAI(platform).post("/responses", .object(body))
                #expect(answer.status == 400, "\(members)")
                #expect(answer.error["param"]?.stringValue == parameter, "\(members): \(answer)")
            }
            #expect(model.requests.isEmpty)
        }
    }

    @Test func `What Codex sends is answered, and what has no effect is reported`() async throws {
        let model = ScriptedModel([.text("Hello")])
        try await withPlatform(model: model) { platform in
            let body = #"""
                {"model":"scripted","instructions":"You are a coding agent.","input":[
                {"type":"message","id":"msg_1","role":"developer","content":[{"type":"input_text","text":"<skills>"}]},
                {"type":"message","id":"msg_2","role":"user","content":[{"type":"input_text","text":"Say hi"}]}],
                "tools":[{"type":"function","name":"shell_command","strict":false,"parameters":{"type":"object"}},
                {"type":"custom","name":"apply_patch","format":{"type":"grammar","syntax":"lark","definition":"x"}},
                {"type":"namespace","name":"agents","tools":[{"type":"function","name":"close"}]},
                {"type":"tool_search","execution":"client"},{"type":"web_search","external_web_access":false}],
                "tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"summary":"auto","context":"all_turns"},
                "store":false,"stream":true,"include":["reasoning.encrypted_content"],"prompt_cache_key":"k",
                "text":{"verbosity":"low"},"client_metadata":{"session_id":"s"}}
                """#
            let answer = try await RawConnection.ask(port: platform.port, "POST", "/v1/responses", body: body)
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.header("x-martlet-ignored") == "tools[3] (tool_search), tools[4] (web_search)")
            #expect(try Caller.events(answer.body).names.last == "response.completed")
            let chat = try #require(model.requests.first)
            #expect(chat.tools?.map { $0.function?.name } == ["shell_command", "apply_patch", "agents__close"])
            #expect(chat.messages == [.system("You are a coding agent.\n\n<skills>"), .user("Say hi")])
        }
    }

    @Test func `An effort that the model has no use for is left out, and reported`() async throws {
        let refusal = PlatformError.invalidRequest(
            "No place.", code: "unsupported_parameter", parameter: "reasoning_effort")
        let model = ScriptedModel([.failure(refusal), .text("x")])
        try await withPlatform(model: model) { platform in
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/responses",
                body: #"{"model":"scripted","input":"x","reasoning":{"effort":"high"}}"#)
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.header("x-martlet-ignored") == "reasoning.effort")
            #expect(try JSONValue(json: answer.body)["reasoning"] == [:])
            #expect(model.requests.map(\.reasoningEffort) == [.high, nil])
        }
    }
}
