import HTTPTypes
import MartletAPI
import MartletServer
import MartletTesting
import Testing

struct OpenAIRunStreamTests {
    private static let beginning = ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
    private static let message = [
        "thread.run.step.created", "thread.run.step.in_progress", "thread.message.created",
        "thread.message.in_progress",
    ]

    private static func order(_ parts: [String]...) -> [String] { parts.flatMap { $0 } }

    @Test func `A streamed run tells everything in the order that OpenAI's helpers need`() async throws {
        try await withPlatform(model: ScriptedModel([.text(" Fine, thanks. ")])) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            let events = try await caller.stream(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
            let deltas = events.names.filter { $0 == "thread.message.delta" }
            #expect(
                events.names
                    == Self.order(
                        Self.beginning, Self.message, deltas,
                        [
                            "thread.message.completed", "thread.run.step.completed", "thread.run.completed", "done",
                        ]))
            #expect(deltas.count == 2)
            #expect(events.text == "Fine, thanks.")
            #expect(events.last?.data == "[DONE]")

            let begun = events.last("thread.message.created")
            #expect(begun["status"] == "in_progress")
            #expect(begun["content"] == [])
            let delta = try #require(events.first { $0.name == "thread.message.delta" }?.data)
            #expect(
                delta == [
                    "id": begun["id"] ?? .null, "object": "thread.message.delta",
                    "delta": [
                        "content": [["index": 0, "type": "text", "text": ["value": "Fine,", "annotations": []]]]
                    ],
                ])
            let message = try #require(begun["id"]?.stringValue)
            #expect(
                try await caller.get("/threads/\(thread)/messages/\(message)").body
                    == events.last("thread.message.completed"))
            let run = events.last("thread.run.completed")
            let path = "/threads/\(thread)/runs/\(run["id"]?.stringValue ?? "")"
            #expect(try await caller.get(path).body == run)
            #expect(run["usage"] != .null)
            #expect(events.last("thread.run.queued")["status"] == "queued")
            #expect(events.last("thread.run.in_progress")["status"] == "in_progress")
            let step = events.last("thread.run.step.completed")
            #expect(events.last("thread.run.step.created")["id"] == step["id"])
            #expect(try await caller.get("\(path)/steps").data == [step])
        }
    }

    @Test func `A run that makes its thread tells of that first`() async throws {
        try await withPlatform(model: ScriptedModel([.text("Fine.")])) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let events = try await caller.stream(
                "/threads/runs",
                [
                    "assistant_id": .string(assistant), "stream": true,
                    "thread": ["messages": [["role": "user", "content": "Hello"]]],
                ])
            #expect(Array(events.names.prefix(4)) == Self.order(["thread.created"], Self.beginning))
            let thread = try #require(events.first?.data["id"]?.stringValue)
            #expect(events.last("thread.run.completed")["thread_id"] == .string(thread))
            #expect(try await caller.get("/threads/\(thread)").body == events.first?.data)
        }
    }

    @Test func `An answer without words is a message too`() async throws {
        try await withPlatform(model: ScriptedModel([.text("")])) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            let events = try await caller.stream(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
            #expect(
                events.names
                    == Self.order(
                        Self.beginning, Self.message,
                        [
                            "thread.message.completed", "thread.run.step.completed", "thread.run.completed", "done",
                        ]))
        }
    }

    @Test func `Functions are called in deltas, and their outputs are streamed on`() async throws {
        let call = ToolCall(
            id: "call_1", type: .function, function: ToolCallFunction(name: "weather", arguments: #"{"a":1}"#))
        try await withPlatform(model: ScriptedModel([.toolCalls(call), .text("Sunny.")])) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant(["tools": [function("weather")]])
            let thread = try await caller.makeThread()
            let first = try await caller.stream(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
            #expect(
                first.names
                    == Self.order(
                        Self.beginning,
                        [
                            "thread.run.step.created", "thread.run.step.in_progress", "thread.run.step.delta",
                            "thread.run.step.delta", "thread.run.requires_action", "done",
                        ]))
            #expect(first.last("thread.run.step.created")["step_details"] == ["type": "tool_calls", "tool_calls": []])
            let deltas = first.filter { $0.name == "thread.run.step.delta" }.map {
                $0.data["delta"]?["step_details"]?["tool_calls"]?[0]
            }
            #expect(
                deltas == [
                    [
                        "index": 0, "id": "call_1", "type": "function",
                        "function": ["name": "weather", "arguments": "", "output": nil],
                    ],
                    ["index": 0, "type": "function", "function": ["arguments": #"{"a":1}"#]],
                ])
            let run = try #require(first.last("thread.run.requires_action")["id"]?.stringValue)
            let second = try await caller.stream(
                "/threads/\(thread)/runs/\(run)/submit_tool_outputs",
                ["tool_outputs": [["tool_call_id": "call_1", "output": "sun"]], "stream": true])
            #expect(
                second.names
                    == Self.order(
                        ["thread.run.step.completed"], Array(Self.beginning.dropFirst()), Self.message,
                        [
                            "thread.message.delta", "thread.message.completed", "thread.run.step.completed",
                            "thread.run.completed", "done",
                        ]))
            #expect(second.first?.data["id"] == first.last("thread.run.step.created")["id"])
            #expect(second.first?.data["step_details"]?["tool_calls"]?[0]?["function"]?["output"] == "sun")
        }
    }

    @Test func `A run that is cancelled in mid-answer ends its message, its step and its stream`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("It was"), .text(" a dark"), .hold(gate), .stop])])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            async let streamed = caller.stream(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
            await gate.waitUntilReached()
            let run = try await caller.get("/threads/\(thread)/runs").ids[0]
            _ = try await caller.post("/threads/\(thread)/runs/\(run)/cancel")
            let events = try await streamed
            #expect(
                events.names
                    == Self.order(
                        Self.beginning, Self.message,
                        [
                            "thread.message.delta", "thread.message.delta", "thread.message.incomplete",
                            "thread.run.step.cancelled", "thread.run.cancelled", "done",
                        ]))
            let message = events.last("thread.message.incomplete")
            #expect(message["incomplete_details"] == ["reason": "run_cancelled"])
            #expect(message.messageText == "It was a dark")
            #expect(events.last("thread.run.step.cancelled")["status"] == "cancelled")
            #expect(events.last("thread.run.step.cancelled")["cancelled_at"]?.intValue != nil)
            try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
        }
    }

    @Test func `However a cancellation and the end of its worker meet, the stream ends with the run`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("It was"), .hold(gate), .text(" a dark"), .stop])])
        gate.open()
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        let thread = try await caller.makeThread()
                        async let streamed = caller.stream(
                            "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
                        try await eventually("there is a run") {
                            try await caller.get("/threads/\(thread)/runs").ids.count == 1
                        }
                        let run = try await caller.get("/threads/\(thread)/runs").ids[0]
                        _ = try await caller.post("/threads/\(thread)/runs/\(run)/cancel")
                        let names = try await streamed.names.suffix(2)
                        #expect(
                            names == ["thread.run.cancelled", "done"] || names == ["thread.run.completed", "done"])
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `A run that fails in mid-answer says why`() async throws {
        let error = PlatformError(.badGateway, code: "engine_failed", "The engine broke.")
        try await withPlatform(model: ScriptedModel([.steps([.text("It was"), .failure(error)])])) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            let events = try await caller.stream(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
            #expect(
                events.names.suffix(4) == [
                    "thread.message.incomplete", "thread.run.step.failed", "thread.run.failed", "done",
                ])
            #expect(events.last("thread.message.incomplete")["incomplete_details"] == ["reason": "run_failed"])
            #expect(events.last("thread.run.failed")["last_error"]?["code"] == "server_error")
            #expect(events.last("thread.run.step.failed")["last_error"]?["message"]?.stringValue != nil)
        }
    }

    @Test func `An answer that is cut ends as incomplete`() async throws {
        try await withPlatform(model: ScriptedModel([.text("It was", finishReason: .length)])) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            let events = try await caller.stream(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
            #expect(
                events.names.suffix(4) == [
                    "thread.message.incomplete", "thread.run.step.completed", "thread.run.incomplete", "done",
                ])
            #expect(events.last("thread.message.incomplete")["incomplete_details"] == ["reason": "max_tokens"])
        }
    }

    @Test func `A client that goes away does not stop its run`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .text(" two"), .stop])])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(
                    RawConnection.request(
                        "POST", "/v1/threads/\(thread)/runs", headers: caller.headers,
                        body: #"{"assistant_id":"\#(assistant)","stream":true}"#))
                _ = try await connection.read(through: "thread.message.delta")
                await gate.waitUntilReached()
                try await connection.close()
            }
            gate.open()
            let run = try await caller.get("/threads/\(thread)/runs").ids[0]
            try await caller.wait(for: "completed", run: run, in: thread)
            #expect(try await caller.get("/threads/\(thread)/messages").data[0].messageText == "one two")
        }
        #expect(model.abandonedAnswers == 0)
    }

    @Test func `The stream of a run whose thread is deleted ends with an error`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .stop])])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            async let streamed = caller.stream(
                "/threads/\(thread)/runs", ["assistant_id": .string(assistant), "stream": true])
            await gate.waitUntilReached()
            _ = try await caller.delete("/threads/\(thread)")
            let events = try await streamed
            #expect(events.names.last == "error")
            #expect(events.last?.data["error"]?["code"] == "run_not_found")
        }
    }
}
