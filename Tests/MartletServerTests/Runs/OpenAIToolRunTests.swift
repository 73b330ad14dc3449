import MartletAPI
import MartletServer
import MartletStorage
import MartletTesting
import Testing

struct OpenAIToolRunTests {
    private static func call(_ id: ToolCallID, _ name: String, _ arguments: String = "{}") -> ToolCall {
        ToolCall(id: id, type: .function, function: ToolCallFunction(name: name, arguments: arguments))
    }

    /// A model that says something, calls two functions, and answers when it knows their outputs.
    private static func callingModel() -> ScriptedModel {
        ScriptedModel([
            .toolCalls(call("call_1", "weather", #"{"city":"Rome"}"#), call("call_2", "time")), .text("Sunny at noon."),
        ])
    }

    private static func begin(_ caller: Caller) async throws -> (thread: String, run: String) {
        let assistant = try await caller.makeAssistant(["tools": [function("weather"), function("time")]])
        let thread = try await caller.makeThread()
        let run = try await caller.post("/threads/\(thread)/runs", ["assistant_id": .string(assistant)]).id
        return (thread, run)
    }

    @Test func `A run waits for the outputs of functions, and goes on with them`() async throws {
        let model = Self.callingModel()
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let (thread, run) = try await Self.begin(caller)
            let path = "/threads/\(thread)/runs/\(run)"
            let waiting = try await caller.wait(for: "requires_action", run: run, in: thread)
            #expect(
                waiting["required_action"] == [
                    "type": "submit_tool_outputs",
                    "submit_tool_outputs": [
                        "tool_calls": [
                            [
                                "id": "call_1", "type": "function",
                                "function": ["name": "weather", "arguments": #"{"city":"Rome"}"#],
                            ],
                            ["id": "call_2", "type": "function", "function": ["name": "time", "arguments": "{}"]],
                        ]
                    ],
                ])
            #expect(waiting["expires_at"].intValue ?? 0 > waiting["created_at"].intValue ?? 0)
            #expect(waiting["usage"] == .null)
            // PixiGPT's clients know no such state.
            #expect(try await Caller.pixiGPT(platform).get(path)["status"] == "in_progress")
            let open = try await caller.get("\(path)/steps").data[0]
            #expect(open["status"] == "in_progress")
            #expect(open["step_details"]?["tool_calls"]?[0]?["function"]?["output"] == .null)

            let resumed = try await caller.post(
                "\(path)/submit_tool_outputs",
                [
                    "tool_outputs": [
                        ["tool_call_id": "call_2", "output": "12:00"], ["tool_call_id": "call_1", "output": "sun"],
                    ]
                ])
            #expect(resumed["status"] == "queued")
            #expect(resumed["required_action"] == .null)
            let ended = try await caller.wait(for: "completed", run: run, in: thread)
            #expect(ended["expires_at"] == .null)
            #expect(ended["tools"] == [function("weather"), function("time")])
            let steps = try await caller.get("\(path)/steps?order=asc")
            #expect(steps.data.map { $0["type"] } == ["tool_calls", "message_creation"])
            #expect(steps.data.map { $0["status"] } == ["completed", "completed"])
            let calls = steps.data[0]["step_details"]?["tool_calls"]
            #expect(calls?[0]?["function"]?["output"] == "sun")
            #expect(calls?[1]?["function"]?["output"] == "12:00")
            #expect(try await caller.get("\(path)/steps/\(steps.ids[0])").body == steps.data[0])
            #expect(try await caller.get("\(path)/steps?limit=1").ids == [steps.ids[1]])
            #expect(try await caller.get("\(path)/steps?after=\(steps.ids[1])").ids == [steps.ids[0]])
            #expect(try await caller.get("\(path)/steps?before=\(steps.ids[0])").ids == [steps.ids[1]])
            #expect(try await caller.get("\(path)/steps?after=step_none").status == 400)
            #expect(try await caller.get("\(path)/steps/step_none").error["code"] == "step_not_found")
        }
        let last = try #require(model.requests.last)
        #expect(last.messages.map(\.role) == [.user, .assistant, .tool, .tool])
        #expect(last.messages.map(\.text).suffix(2) == ["sun", "12:00"])
    }

    @Test func `Outputs are taken once, and for the calls that there are`() async throws {
        try await withPlatform(model: Self.callingModel()) { platform in
            let caller = Caller.openAI(platform)
            let (thread, run) = try await Self.begin(caller)
            try await caller.wait(for: "requires_action", run: run, in: thread)
            let path = "/threads/\(thread)/runs/\(run)/submit_tool_outputs"
            let refused: [JSONValue] = [
                [:], ["tool_outputs": "x"], ["tool_outputs": []], ["tool_outputs": [["output": "x"]]],
                ["tool_outputs": [["tool_call_id": "call_1", "output": 1]]],
                ["tool_outputs": [["tool_call_id": "call_1", "output": "x"]]],
                ["tool_outputs": [["tool_call_id": "call_1"], ["tool_call_id": "call_1"]]],
                ["tool_outputs": [["tool_call_id": "call_1"], ["tool_call_id": "call_3"]]],
            ]
            for body in refused {
                var streamed = body.objectValue ?? [:]
                streamed["stream"] = true
                for body in [body, .object(streamed)] {
                    let answer = try await caller.post(path, body)
                    #expect(answer.status == 400, "\(answer)")
                    #expect(answer.error["param"]?.stringValue?.hasPrefix("tool_outputs") == true, "\(answer)")
                }
            }
            let outputs: JSONValue = ["tool_outputs": [["tool_call_id": "call_1"], ["tool_call_id": "call_2"]]]
            #expect(try await caller.post(path, outputs).status == 200)
            try await caller.wait(for: "completed", run: run, in: thread)
            #expect(try await caller.post(path, outputs).error["code"] == "run_does_not_wait")
        }
    }

    @Test func `What is said before a call is a message of its own`() async throws {
        func chunk(_ text: String) -> ScriptedStep { .text(text) }
        var called = ChatCompletionDelta()
        called.toolCalls = [ToolCallDelta()]
        called.toolCalls?[0].index = 0
        called.toolCalls?[0].id = "call_1"
        called.toolCalls?[0].function = ToolCallFunctionDelta()
        called.toolCalls?[0].function?.name = "weather"
        called.toolCalls?[0].function?.arguments = "{}"
        let calls = ChatCompletionChunk(
            id: "c", created: 1, model: "scripted",
            choices: [ChatCompletionChunkChoice(delta: called, finishReason: .toolCalls)])
        let model = ScriptedModel([.steps([chunk("\n\nLet me "), chunk("look.\n"), .chunk(calls)]), .text("Sun.")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant(["tools": [function("weather")]])
            let thread = try await caller.makeThread()
            let first = try await caller.stream(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
            #expect(first.text == "Let me look.")
            #expect(
                first.names == [
                    "thread.run.created", "thread.run.queued", "thread.run.in_progress", "thread.run.step.created",
                    "thread.run.step.in_progress", "thread.message.created", "thread.message.in_progress",
                    "thread.message.delta", "thread.message.delta", "thread.message.completed",
                    "thread.run.step.completed", "thread.run.step.created", "thread.run.step.in_progress",
                    "thread.run.step.delta", "thread.run.step.delta", "thread.run.requires_action", "done",
                ])
            let run = try #require(first.last("thread.run.requires_action")["id"]?.stringValue)
            let second = try await caller.stream(
                "/threads/\(thread)/runs/\(run)/submit_tool_outputs",
                ["tool_outputs": [["tool_call_id": "call_1", "output": "sun"]], "stream": true])
            #expect(second.text == "Sun.")
            let messages = try await caller.get("/threads/\(thread)/messages")
            #expect(messages.data.map(\.messageText) == ["Sun.", "Let me look.", "How are you?"])
            #expect(try await caller.get("/threads/\(thread)/messages?run_id=\(run)").ids.count == 2)
            let steps = try await caller.get("/threads/\(thread)/runs/\(run)/steps?order=asc")
            #expect(
                steps.data.map { $0["type"] } == ["message_creation", "tool_calls", "message_creation"])
        }
        // Said once, in its round.
        #expect(model.requests.last?.messages.map(\.role) == [.user, .assistant, .tool])
    }

    @Test func `The platform's tools and the client's are called in one step`() async throws {
        let model = ScriptedModel([
            .toolCalls(Self.call("call_1", "weather"), Self.call("call_2", "calculator", #"{"expression":"6*7"}"#)),
            .text("Done."),
        ])
        var configuration = PlatformConfiguration()
        configuration.defaultModel = "scripted"
        try await withPlatform(model: model, configuration: configuration) { platform in
            let caller = Caller.openAI(platform)
            // PixiGPT's assistants have the platform's tools.
            let assistant = try await Caller.pixiGPT(platform).makeAssistant()
            let thread = try await caller.makeThread()
            let events = try await caller.stream(
                "/threads/\(thread)/runs",
                ["assistant_id": .string(assistant), "tools": [function("weather")], "stream": true])
            #expect(events.names.count { $0 == "thread.run.step.created" } == 1)
            #expect(events.names.count { $0 == "thread.run.step.delta" } == 4)
            #expect(!events.names.contains("thread.run.step.completed"))
            let waiting = events.last("thread.run.requires_action")
            let run = try #require(waiting["id"]?.stringValue)
            let pending = waiting["required_action"]?["submit_tool_outputs"]?["tool_calls"]?.arrayValue
            #expect(pending?.compactMap { $0["id"]?.stringValue } == ["call_1"])
            let path = "/threads/\(thread)/runs/\(run)"
            let rest = try await caller.stream(
                "\(path)/submit_tool_outputs",
                ["tool_outputs": [["tool_call_id": "call_1", "output": "sun"]], "stream": true])
            let completed = try #require(rest.first)
            #expect(completed.name == "thread.run.step.completed")
            let calls = completed.data["step_details"]?["tool_calls"]?.arrayValue ?? []
            #expect(calls.map { $0["function"]?["output"] } == ["sun", "42"])
            #expect(rest.last("thread.run.completed")["status"] == "completed")
        }
        let answered = model.requests.last?.messages.suffix(2).map { [$0.toolCallID?.rawValue, $0.text] }
        #expect(answered == [["call_2", "42"], ["call_1", "sun"]])
    }

    @Test func `A run that waits too long is expired, and can be cancelled before that`() async throws {
        let store = try SQLiteStore(path: nil)
        let model = ScriptedModel([.toolCalls(Self.call("call_1", "weather"))])
        try await withPlatform(model: model, stores: PlatformStores(store)) { platform in
            let caller = Caller.openAI(platform)
            let (thread, run) = try await Self.begin(caller)
            let waiting = try await caller.wait(for: "requires_action", run: run, in: thread)
            let due = try #require(waiting["expires_at"].intValue)
            #expect(try await store.expireRuns(now: due - 1).isEmpty)
            #expect(try await store.expireRuns(now: due).count == 1)
            let path = "/threads/\(thread)/runs/\(run)"
            let expired = try await caller.get(path)
            #expect(expired["status"] == "expired")
            #expect(expired["required_action"] == .null)
            let step = try await caller.get("\(path)/steps").data[0]
            #expect(step["status"] == "expired")
            #expect(step["expired_at"]?.intValue == due)
            let late = try await caller.post(
                "\(path)/submit_tool_outputs", ["tool_outputs": [["tool_call_id": "call_1"]]])
            #expect(late.error["code"] == "run_does_not_wait")

            let (second, other) = try await Self.begin(caller)
            try await caller.wait(for: "requires_action", run: other, in: second)
            let otherPath = "/threads/\(second)/runs/\(other)"
            #expect(try await caller.post("\(otherPath)/cancel")["status"] == "cancelled")
            #expect(try await caller.get("\(otherPath)/steps").data[0]["status"] == "cancelled")
        }
    }

    @Test(arguments: [(7, "completed", 5), (2, "incomplete", nil)] as [(Int, String, Int?)])
    func `The tokens of all rounds count`(_ limit: Int, _ status: String, _ remaining: Int?) async throws {
        // The call takes two tokens of the scripted model.
        let model = ScriptedModel([.toolCalls(Self.call("call_1", "weather")), .text("one two three")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant(["tools": [function("weather")]])
            let thread = try await caller.makeThread()
            let run = try await caller.post(
                "/threads/\(thread)/runs",
                ["assistant_id": .string(assistant), "max_completion_tokens": .integer(limit)]
            ).id
            try await caller.wait(for: "requires_action", run: run, in: thread)
            _ = try await caller.post(
                "/threads/\(thread)/runs/\(run)/submit_tool_outputs",
                ["tool_outputs": [["tool_call_id": "call_1", "output": "sun"]]])
            let ended = try await caller.wait(for: "completed", "incomplete", run: run, in: thread)
            #expect(ended["status"] == .string(status))
            #expect(model.requests.dropFirst().first?.maxCompletionTokens == remaining)
            let messages = try await caller.get("/threads/\(thread)/messages").ids
            #expect(messages.count == (status == "completed" ? 2 : 1))
        }
    }
}
