import MartletAPI
import MartletAgent
import MartletTesting
import Testing

/// The protocol's test vectors for streams.
struct StreamVectorTests {
    private typealias Body = PlatformBody

    /// Registers a tool that says its argument `x`, and keeps what it was called with.
    private static func registerEcho(_ agent: ChatAgent) async throws {
        try await agent.registerTool(name: "echo") { arguments in "x=\((try? arguments["x"]?.jsonText()) ?? "none")" }
        try await agent.registerTool(name: "other") { arguments in "y=\((try? arguments["y"]?.jsonText()) ?? "none")" }
    }

    private static func stream(_ events: String...) -> FaultResponse { .eventStream(events) }
    private static let final = stream(Body.text("done"), Body.finish("stop"), Body.done)

    @Test func `Vector 15: the pieces come one by one and the history has the text`() async throws {
        try await withAgent([Self.stream(Body.text("a"), Body.text("b"), Body.finish("stop"))]) { agent, _ in
            let answer = try await agent.chatStream("Hello").collected()
            #expect(answer == ["a", "b"])
            #expect(await agent.messages == [.user("Hello"), .assistant("ab")])
        }
    }

    @Test func `Vector 16: the usage at the end of a stream is counted`() async throws {
        let stream = Self.stream(Body.text("a"), Body.finish("stop"), Body.usage(11, 7), Body.done)
        try await withAgent([stream]) { agent, server in
            _ = try await agent.chatStream("Hello").collected()
            let stats = await agent.stats
            #expect(stats.promptTokens == 11)
            #expect(stats.completionTokens == 7)
            #expect(stats.estimatedTokens == 0)
            #expect(server.bodies[0]["stream_options"] == ["include_usage": true])
        }
    }

    @Test func `Vector 17: data without a space is data`() async throws {
        let event = Body.text("text").replacing("data: ", with: "data:")
        try await withAgent([Self.stream(event, Body.finish("stop"), Body.done)]) { agent, _ in
            let answer = try await agent.chatStream("Hello").collected()
            #expect(answer == ["text"])
        }
    }

    @Test(arguments: [true, false])
    func `Vector 18: an error object in a stream is an APIResponseError`(_ isStrict: Bool) async throws {
        let stream = Self.stream(Body.text("a"), Body.event(["error": ["message": "out of luck"]]), Body.done)
        try await withAgent([stream], .quiet { $0.strictParsing = isStrict }) { agent, _ in
            let error = try await #require(throws: APIResponseError.self) {
                try await agent.chatStream("Hello").collected()
            }
            #expect(error.message.contains("out of luck"))
            #expect(await agent.messages.isEmpty)
        }
    }

    @Test func `Vector 19: a chunk with error null keeps its text`() async throws {
        let chunk = Body.event(["error": .null, "choices": [["index": 0, "delta": ["content": "kept"]]]])
        try await withAgent([Self.stream(chunk, Body.finish("stop"), Body.done)]) { agent, _ in
            let answer = try await agent.chatStream("Hello").collected()
            #expect(answer == ["kept"])
        }
    }

    @Test func `Vector 20: a chunk that is no JSON is skipped`() async throws {
        let stream = Self.stream(Body.text("a"), "data: {oops\n\n", Body.text("b"), Body.finish("stop"), Body.done)
        let log = LogRecorder()
        try await withFaultServer([stream]) { server in
            var model = ModelConfig()
            model.apiBaseURL = server.baseURL
            let pieces = try await withChatAgent(model, RuntimeConfig(), logger: log.logger()) { agent in
                try await agent.chatStream("Hello").collected()
            }
            #expect(pieces == ["a", "b"])
        }
        #expect(log.lines.contains { $0.hasPrefix("WARNING") && $0.contains("chunk") })
    }

    @Test func `Vector 20: with strict parsing a chunk that is no JSON is an APIResponseError`() async throws {
        let stream = Self.stream(Body.text("a"), "data: {oops\n\n", Body.text("b"), Body.finish("stop"), Body.done)
        try await withAgent([stream], .quiet { $0.strictParsing = true }) { agent, _ in
            await #expect(throws: APIResponseError.self) { try await agent.chatStream("Hello").collected() }
        }
    }

    /// Streams an answer with tool calls, then a final one, and returns what the tools said and the last text.
    private func run(_ events: [String]) async throws -> (results: [String], messages: [ChatMessage]) {
        var outcome: (results: [String], messages: [ChatMessage]) = ([], [])
        try await withAgent([.eventStream(events), Self.final]) { agent, _ in
            try await Self.registerEcho(agent)
            #expect(try await agent.chatStream("Go", autoExecuteTools: true).collected().last == "done")
            let messages = await agent.messages
            #expect(messages.isLegal)
            outcome = (messages.filter { $0.role == .tool }.map(\.text), messages)
        }
        return outcome
    }

    @Test func `Vector 21: parallel calls in sequential pieces are both right, and so is the final text`() async throws
    {
        let outcome = try await run([
            Body.text("pre"),
            Body.toolCalls(["index": 0, "id": "a", "function": ["name": "echo", "arguments": ""]]),
            Body.toolCalls(["index": 0, "function": ["arguments": "{\"x\":"]]),
            Body.toolCalls(["index": 0, "function": ["arguments": "1}"]]),
            Body.toolCalls(["index": 1, "id": "b", "function": ["name": "other", "arguments": "{\"y\":"]]),
            Body.toolCalls(["index": 1, "function": ["arguments": "2}"]]),
            Body.finish("tool_calls"), Body.done,
        ])
        #expect(outcome.results == ["x=1", "y=2"])
        #expect(outcome.messages.filter { $0.role == .assistant }.map(\.text) == ["pre", "done"])
    }

    @Test func `Vector 22: interleaved pieces go to their calls`() async throws {
        let outcome = try await run([
            Body.toolCalls(
                ["index": 0, "id": "a", "function": ["name": "echo", "arguments": "{\"x\""]],
                ["index": 1, "id": "b", "function": ["name": "other", "arguments": "{\"y\""]]),
            Body.toolCalls(["index": 1, "function": ["arguments": ":2}"]]),
            Body.toolCalls(["index": 0, "function": ["arguments": ":1}"]]),
            Body.finish("tool_calls"), Body.done,
        ])
        #expect(outcome.results == ["x=1", "y=2"])
    }

    @Test func `Vector 23: an empty id in later pieces is none`() async throws {
        let outcome = try await run([
            Body.toolCalls(["index": 0, "id": "a", "function": ["name": "echo", "arguments": "{\"x\""]]),
            Body.toolCalls(["index": 0, "id": "", "function": ["name": .null, "arguments": ":1}"]]),
            Body.finish("tool_calls"), Body.done,
        ])
        #expect(outcome.results == ["x=1"])
    }

    @Test func `Vector 24: the id once and the name repeated is one call`() async throws {
        let outcome = try await run([
            Body.toolCalls(["index": 0, "id": "a", "function": ["name": "echo", "arguments": "{\"x\""]]),
            Body.toolCalls(["index": 0, "function": ["name": "echo", "arguments": ":1}"]]),
            Body.finish("tool_calls"), Body.done,
        ])
        #expect(outcome.results == ["x=1"])
    }

    @Test(arguments: ["stop", "tool_calls", "tool_call", "function_call"])
    func `Vector 25: calls run whichever of the known reasons the answer finishes with`(_ reason: String) async throws {
        let outcome = try await run([
            Body.toolCalls(["index": 0, "id": "a", "function": ["name": "echo", "arguments": "{\"x\":1}"]]),
            Body.finish(reason), Body.done,
        ])
        #expect(outcome.results == ["x=1"])
    }

    @Test func `Vector 26: without a reason to finish whole calls run`() async throws {
        let outcome = try await run([
            Body.toolCalls(["index": 0, "id": "a", "function": ["name": "echo", "arguments": "{\"x\":1}"]]),
            Body.done,
        ])
        #expect(outcome.results == ["x=1"])
    }

    @Test(arguments: [Body.finish("length"), Body.finish("content_filter"), ""])
    func `Vector 26: calls that are cut off are a failure of the tool and never run`(_ end: String) async throws {
        let stream = Self.stream(
            Body.toolCalls(["index": 0, "id": "a", "function": ["name": "echo", "arguments": "{\"x\":1"]]), end,
            Body.done)
        try await withAgent([stream]) { agent, _ in
            try await Self.registerEcho(agent)
            let error = try await #require(throws: ToolExecutionError.self) {
                try await agent.chatStream("Go", autoExecuteTools: true).collected()
            }
            #expect(error.details["tool"] == "echo")
            #expect(error.details["error"] != nil)
            #expect(await agent.messages.isEmpty)
        }
    }

    @Test func `Vector 27: all calls of an answer are answered whatever the cap`() async throws {
        let calls = Body.toolCalls(
            ["index": 0, "id": "a", "function": ["name": "echo", "arguments": "{}"]],
            ["index": 1, "id": "b", "function": ["name": "echo", "arguments": "{}"]],
            ["index": 2, "id": "c", "function": ["name": "echo", "arguments": "{}"]])
        for cap in [0, 1, 2] {
            try await withAgent([Self.stream(calls, Body.finish("tool_calls"), Body.done), Self.final]) { agent, _ in
                try await Self.registerEcho(agent)
                _ = try await agent.chatStream("Go", autoExecuteTools: true, maxToolIterations: cap).collected()
                let messages = await agent.messages
                #expect(messages.isLegal)
                #expect(messages.filter { $0.role == .tool }.map(\.toolCallID) == ["a", "b", "c"])
            }
        }
    }

    @Test func `Vector 28: a 503 before a stream is retried`() async throws {
        try await withAgent([.json("{}", status: 503), Self.final], .quiet { $0.maxRetries = 2 }) { agent, server in
            let answer = try await agent.chatStream("Hello").collected()
            #expect(answer == ["done"])
            #expect(server.requestCount == 2)
        }
    }

    @Test func `Vector 29: reasoning has its own channel`() async throws {
        let stream = Self.stream(
            Body.delta(["reasoning_content": "Hmm."]), Body.text("Hi"), Body.finish("stop"), Body.done)
        try await withAgent([stream, stream, Self.final]) { agent, server in
            #expect(try await agent.chatStream("Hello").collected() == ["Hi"])
            var reasoning: [String] = []
            for try await event in agent.events(for: "Again") {
                if case .reasoning(let piece) = event { reasoning.append(piece) }
                if case .reply(let reply) = event { #expect(reply.reasoning == "Hmm.") }
            }
            #expect(reasoning == ["Hmm."])
            _ = try await agent.chatStream("Once more").collected()
            #expect(!server.requests[2].bodyText.contains("Hmm."))
        }
    }

    @Test func `Vector 38: leaving the loop keeps the user's message and the text so far`() async throws {
        let gate = FaultGate()
        let stream = FaultResponse.eventStream([Body.text("a"), Body.text("b")], then: [.hold(gate)])
        try await withAgent([stream]) { agent, _ in
            for try await piece in agent.chatStream("Hello") where piece == "b" { break }
            #expect(await agent.messages == [.user("Hello"), .assistant("ab")])
            #expect(await agent.stats.totalRequests == 0)
            gate.open()
        }
    }
}
