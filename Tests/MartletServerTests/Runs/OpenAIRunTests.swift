import HTTPTypes
import MartletAPI
import MartletServer
import MartletTesting
import Testing

struct OpenAIRunTests {
    @Test func `A run answers its thread, and has every key of OpenAI's schema`() async throws {
        let model = ScriptedModel([.text("Fine, thanks.")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant(["instructions": "Be kind."])
            let thread = try await caller.makeThread()
            let made = try await caller.post(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "metadata": ["a": "b"]])
            #expect(made.status == 200)
            let ended = try await caller.wait(for: "completed", run: made.id, in: thread)
            var expected: JSONObject = [
                "id": .string(made.id), "object": "thread.run", "created_at": made["created_at"],
                "thread_id": .string(thread), "assistant_id": .string(assistant), "status": "queued",
                "required_action": nil, "last_error": nil, "expires_at": nil, "started_at": nil,
                "cancelled_at": nil, "failed_at": nil, "completed_at": nil, "incomplete_details": nil,
                "model": "scripted", "instructions": "Be kind.", "tools": [], "metadata": ["a": "b"], "usage": nil,
                "temperature": nil, "top_p": nil, "max_prompt_tokens": nil, "max_completion_tokens": nil,
                "truncation_strategy": ["type": "auto", "last_messages": nil], "response_format": "auto",
                "tool_choice": "auto", "parallel_tool_calls": true, "reasoning_effort": nil,
            ]
            #expect(made.body == .object(expected))
            expected["status"] = "completed"
            expected["started_at"] = ended["started_at"]
            expected["completed_at"] = ended["completed_at"]
            expected["usage"] = ["prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7]
            #expect(ended.body == .object(expected))
            #expect(ended["completed_at"].intValue != nil)
            let answer = try await caller.get("/threads/\(thread)/messages").data[0]
            #expect(answer.messageText == "Fine, thanks.")
            #expect(answer["run_id"] == .string(made.id))
            #expect(answer["assistant_id"] == .string(assistant))
            #expect(answer["status"] == "completed")
            let steps = try await caller.get("/threads/\(thread)/runs/\(made.id)/steps")
            let step = try #require(steps.data.first)
            let createdAt = step["created_at"] ?? .null
            let completedAt = step["completed_at"] ?? .null
            let answerID = answer["id"]?.stringValue ?? ""
            let expectedStep: JSONValue = [
                "id": .string(steps.ids[0]), "object": "thread.run.step", "created_at": createdAt,
                "run_id": .string(made.id), "assistant_id": .string(assistant), "thread_id": .string(thread),
                "type": "message_creation", "status": "completed", "completed_at": completedAt,
                "cancelled_at": nil, "expired_at": nil, "failed_at": nil, "last_error": nil,
                "step_details": [
                    "type": "message_creation", "message_creation": ["message_id": .string(answerID)],
                ], "usage": ended["usage"], "metadata": [:],
            ]
            #expect(step == expectedStep)
            #expect(steps.ids.count == 1)
        }
    }

    @Test func `A run asks the model with the assistant's parameters, and its own before those`() async throws {
        let model = ScriptedModel([.text("{}")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant([
                "model": "other", "instructions": "Be kind.", "temperature": 0.5, "top_p": 0.8,
                "tools": [function("theirs")],
                "response_format": ["type": "json_object"], "reasoning_effort": "low",
            ])
            let thread = try await caller.makeThread()
            let first = try await caller.post(
                "/threads/\(thread)/runs",
                [
                    "assistant_id": .string(assistant), "model": "scripted", "additional_instructions": "Be short.",
                    "additional_messages": [["role": "user", "content": "Say it in JSON."]],
                    "max_completion_tokens": 9, "parallel_tool_calls": false, "tool_choice": "none",
                ])
            #expect(first["instructions"] == "Be kind.\n\nBe short.")
            try await caller.wait(for: "completed", run: first.id, in: thread)
            let second = try await caller.post(
                "/threads/\(thread)/runs",
                [
                    "assistant_id": .string(assistant), "instructions": "Be brave.", "model": "scripted",
                    "temperature": 0, "top_p": 1, "tools": [], "response_format": "auto",
                    "reasoning_effort": "high",
                ])
            #expect(second["model"] == "scripted")
            try await caller.wait(for: "completed", run: second.id, in: thread)
        }
        let asked = try #require(model.requests.first)
        #expect(asked.messages.map(\.text) == ["Be kind.\n\nBe short.", "How are you?", "Say it in JSON."])
        #expect(asked.temperature == 0.5)
        #expect(asked.topP == 0.8)
        #expect(asked.responseFormat == .jsonObject)
        #expect(asked.reasoningEffort == .low)
        #expect(asked.tools?.compactMap { $0.function?.name } == ["theirs"])
        #expect(asked.toolChoice == ToolChoice.none)
        #expect(asked.parallelToolCalls == false)
        #expect(asked.maxCompletionTokens == 9)
        let then = try #require(model.requests.last)
        #expect(then.messages.first?.text == "Be brave.")
        #expect(then.temperature == 0)
        #expect(then.topP == 1)
        #expect(then.tools == nil)
        #expect(then.responseFormat == nil)
        #expect(then.reasoningEffort == .high)
        #expect(then.model == "scripted")
    }

    @Test func `Only a client that asks for the last messages loses the first ones`() async throws {
        let model = ScriptedModel([.text("one"), .text("two")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread("first")
            _ = try await caller.post("/threads/\(thread)/messages", ["role": "user", "content": "second"])
            for strategy: JSONValue in [["type": "auto"], ["type": "last_messages", "last_messages": 2]] {
                let run = try await caller.post(
                    "/threads/\(thread)/runs",
                    ["assistant_id": .string(assistant), "truncation_strategy": strategy])
                #expect(run["truncation_strategy"] == strategy)
                try await caller.wait(for: "completed", run: run.id, in: thread)
            }
        }
        #expect(model.requests.map { $0.messages.map(\.text) } == [["first", "second"], ["second", "one"]])
    }

    static let refusals: [(JSONObject, String)] = [
        (["frobnicate": 1], "frobnicate"), (["temperature": 3], "temperature"), (["stream": "yes"], "stream"),
        (["max_completion_tokens": 0], "max_completion_tokens"), (["max_prompt_tokens": "x"], "max_prompt_tokens"),
        (["truncation_strategy": ["type": "middle"]], "truncation_strategy.type"),
        (["truncation_strategy": ["type": "last_messages"]], "truncation_strategy.last_messages"),
        (["truncation_strategy": "auto"], "truncation_strategy"), (["tool_choice": "maybe"], "tool_choice"),
        (["tool_choice": ["type": "file_search"]], "tool_choice"), (["tool_choice": "required"], "tool_choice"),
        (["tool_choice": ["type": "function", "function": ["name": "g"]], "tools": [function("f")]], "tool_choice"),
        (["tools": [["type": "code_interpreter"]]], "tools[0].type"), (["metadata": []], "metadata"),
        (["additional_messages": [["role": "user"]]], "additional_messages[0].content"),
        (["response_format": ["type": "poem"]], "response_format"), (["model": 1], "model"),
    ]

    @Test(arguments: refusals)
    func `What a run cannot do is refused by name, and leaves nothing`(
        _ members: JSONObject, _ parameter: String
    ) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let thread = try await caller.post("/threads").id
            var body: JSONObject = ["assistant_id": .string(try await caller.makeAssistant())]
            body.merge(members)
            for stream in [false, true] where body["stream"]?.stringValue == nil {
                body["stream"] = .bool(stream)
                let answer = try await caller.post("/threads/\(thread)/runs", .object(body))
                #expect(answer.status == 400, "\(answer)")
                #expect(answer.error["param"]?.stringValue == parameter, "\(answer)")
            }
            #expect(try await caller.get("/threads/\(thread)/runs").ids == [])
            #expect(try await caller.get("/threads/\(thread)/messages").ids == [])
        }
    }

    @Test func `A run needs an assistant and a thread that there are`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.post("/threads").id
            #expect(try await caller.post("/threads/\(thread)/runs").error["param"] == "assistant_id")
            let nobody = try await caller.post("/threads/\(thread)/runs", ["assistant_id": "asst_none"])
            #expect(nobody.status == 404)
            #expect(nobody.error["code"] == "assistant_not_found")
            let nowhere = try await caller.post("/threads/none/runs", ["assistant_id": .string(assistant)])
            #expect(nowhere.status == 404)
            let thrown = try await caller.post("/threads/runs", ["assistant_id": "asst_none"])
            #expect(thrown.status == 404)
            #expect(try await caller.get("/threads").ids == [thread])
        }
    }

    @Test func `A run can make its thread`() async throws {
        let model = ScriptedModel([.text("Fine.")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let run = try await caller.post(
                "/threads/runs",
                [
                    "assistant_id": .string(assistant),
                    "thread": ["messages": [["role": "user", "content": "Hello"]], "metadata": ["a": "b"]],
                ])
            let thread = try #require(run["thread_id"].stringValue)
            try await caller.wait(for: "completed", run: run.id, in: thread)
            #expect(try await caller.get("/threads/\(thread)")["metadata"] == ["a": "b"])
            let messages = try await caller.get("/threads/\(thread)/messages")
            #expect(messages.data.map(\.messageText) == ["Fine.", "Hello"])
            let refused = try await caller.post(
                "/threads/runs", ["assistant_id": .string(assistant), "thread": ["messages": [["role": "user"]]]])
            #expect(refused.error["param"] == "thread.messages[0].content")
        }
    }

    @Test func `Runs are listed, noted on and cancelled`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("a"), .hold(gate), .stop])])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            var runs: [String] = []
            for _ in 0..<3 {
                runs.append(
                    try await caller.post("/threads/\(thread)/runs", ["assistant_id": .string(assistant)]).id)
            }
            await gate.waitUntilReached()
            let page = try await caller.get("/threads/\(thread)/runs?limit=2")
            #expect(page.ids == [runs[2], runs[1]])
            #expect(page["has_more"] == true)
            #expect(page.data.map { $0["status"] } == ["queued", "queued"])
            let path = "/threads/\(thread)/runs/\(runs[0])"
            #expect(try await caller.post(path, ["metadata": ["a": "b"]])["metadata"] == ["a": "b"])
            #expect(try await caller.post(path, ["status": "completed"]).error["param"] == "status")
            for run in runs.reversed() {
                let cancelled = try await caller.post("/threads/\(thread)/runs/\(run)/cancel")
                #expect(cancelled["status"] == "cancelled")
                #expect(cancelled["cancelled_at"].intValue != nil)
                #expect(cancelled["completed_at"] == .null)
            }
            try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
            let again = try await caller.post("\(path)/cancel")
            #expect(again.status == 400)
            #expect(again.error["code"] == "run_has_ended")
            #expect(try await caller.get(path)["metadata"] == ["a": "b"])
            #expect(try await caller.get("/threads/\(thread)/messages").ids.count == 1)
        }
        #expect(model.requests.count == 1)
    }

    static let failures: [(PlatformError, String)] = [
        (PlatformError(.badRequest, code: "context_length_exceeded", "Too long."), "invalid_prompt"),
        (PlatformError(.badRequest, "No."), "invalid_prompt"),
        (PlatformError(.badGateway, code: "engine_failed", "Broken."), "server_error"),
        (PlatformError(HTTPResponse.Status(code: 402), code: "insufficient_quota", "Pay."), "rate_limit_exceeded"),
    ]

    @Test(arguments: failures)
    func `A failure has one of OpenAI's codes and our message`(_ error: PlatformError, _ code: String) async throws {
        try await withPlatform(model: ScriptedModel([.failure(error)])) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            let run = try await caller.post("/threads/\(thread)/runs", ["assistant_id": .string(assistant)]).id
            let ended = try await caller.wait(for: "failed", run: run, in: thread)
            #expect(ended["last_error"] == ["code": .string(code), "message": .string(error.body.message)])
            #expect(ended["failed_at"].intValue != nil)
            #expect(try await caller.get("/threads/\(thread)/messages").ids.count == 1)
        }
    }

    @Test func `A run that is cut at its limit of tokens is incomplete`() async throws {
        let model = ScriptedModel([.text("It was a dark", finishReason: .length)])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            let run = try await caller.post(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "max_completion_tokens": 4]
            ).id
            let ended = try await caller.wait(for: "incomplete", run: run, in: thread)
            #expect(ended["incomplete_details"] == ["reason": "max_completion_tokens"])
            #expect(ended["max_completion_tokens"] == 4)
            #expect(ended["completed_at"] == .null)
            let answer = try await caller.get("/threads/\(thread)/messages").data[0]
            #expect(answer["status"] == "incomplete")
            #expect(answer["incomplete_details"] == ["reason": "max_tokens"])
            #expect(answer["completed_at"] == .null)
            #expect(answer["incomplete_at"]?.intValue != nil)
            #expect(answer.messageText == "It was a dark")
        }
    }

    @Test func `A run whose prompt is longer than it may be is incomplete`() async throws {
        try await withPlatform(model: ScriptedModel([.text("Fine.")])) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread("one two three four")
            for (limit, status) in [(3, "incomplete"), (5, "completed")] {
                let run = try await caller.post(
                    "/threads/\(thread)/runs",
                    ["assistant_id": .string(assistant), "max_prompt_tokens": .integer(limit)]
                ).id
                let ended = try await caller.wait(for: "incomplete", "completed", run: run, in: thread)
                #expect(ended["status"] == .string(status))
                let reason = ended["incomplete_details"]["reason"]
                #expect(reason == (status == "incomplete" ? "max_prompt_tokens" : nil))
            }
        }
    }

    @Test func `A run of PixiGPT's client is seen by OpenAI's with what its assistant says`() async throws {
        var configuration = PlatformConfiguration()
        configuration.defaultModel = "scripted"
        try await withPlatform(model: ScriptedModel([.text("Hi.")]), configuration: configuration) { platform in
            let pixiGPT = Caller.pixiGPT(platform)
            let assistant = try await pixiGPT.makeAssistant()
            let thread = try await pixiGPT.makeThread()
            let run = try await pixiGPT.post(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "max_tokens": 4_000]
            ).id
            let seen = try await Caller.openAI(platform).wait(for: "completed", run: run, in: thread)
            #expect(seen["instructions"] == "Be kind.")
            #expect(seen["temperature"] == 0.6)
            #expect(seen["max_completion_tokens"] == 4_000)
            #expect(seen["tools"] == .array([]))
            #expect(try await pixiGPT.get("/threads/\(thread)/runs/\(run)")["message"].messageText == "Hi.")
        }
    }

    @Test func `Deleting a thread stops what answers it`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("a"), .hold(gate), .stop])])
        try await withPlatform(model: model) { platform in
            for caller in [Caller.openAI(platform), Caller.pixiGPT(platform)] {
                let assistant = try await caller.makeAssistant()
                let thread = try await caller.makeThread()
                let abandoned = model.abandonedAnswers
                _ = try await caller.post("/threads/\(thread)/runs", ["assistant_id": .string(assistant)])
                try await eventually("the run has begun") { model.requests.count == abandoned + 1 }
                await gate.waitUntilReached()
                #expect(try await caller.delete("/threads/\(thread)").status == 200)
                try await eventually("the answer is given up") { model.abandonedAnswers == abandoned + 1 }
            }
        }
    }
}
