import MartletAPI
import MartletAgent
import MartletTesting
import Synchronization
import Testing

/// Tools of an agent: how they are registered, and every way in which they fail, in both kinds of calls.
@Suite(.timeLimit(.minutes(5))) struct AgentToolTests {
    struct Query: Decodable {
        var city: String
        var days: Int?
    }

    /// Says the text, streamed or not.
    private static func say(_ agent: ChatAgent, _ isStreamed: Bool, cap: Int? = nil) async throws -> String {
        if isStreamed {
            return try await agent.chatStream("Go", autoExecuteTools: true, maxToolIterations: cap).collected().joined()
        }
        return try await agent.chat("Go", maxToolIterations: cap)
    }

    private static func agent(
        _ replies: [ScriptedReply], _ policy: ToolFailurePolicy = .raise
    ) -> (ChatAgent, ScriptedModel) {
        let model = ScriptedModel(replies)
        return (ChatAgent(model: model, ModelConfig(), .quiet { $0.toolFailurePolicy = policy }), model)
    }

    // MARK: Registering

    @Test func `A typed tool gets its arguments and its schema`() async throws {
        let (agent, model) = Self.agent([
            .toolCalls(ToolCall("a", "weather", "{\"city\":\"Rome\"}")), .text("Sunny."),
        ])
        try await agent.registerTool(
            Tool("weather", "The weather.") { (query: Query) async throws in "\(query.city)!" })
        #expect(try await agent.chat("Go") == "Sunny.")
        #expect(await agent.messages[2].text == "Rome!")
        #expect(model.requests[0].tools?[0].function?.parameters?["required"] == ["city"])
    }

    @Test func `A second tool of a name is refused unless it replaces the first`() async throws {
        let (agent, model) = Self.agent([.toolCalls(ToolCall("a", "x")), .text("Done.")])
        try await agent.registerTool(name: "x", description: "Old.") { _ in "old" }
        try await agent.registerTool(name: "y") { _ in "" }
        let error = try await #require(throws: ConfigurationError.self) {
            try await agent.registerTool(name: "x") { _ in "new" }
        }
        #expect(error.message.contains("'x'"))
        try await agent.registerTool(name: "x", description: "New.", replace: true) { _ in "new" }
        _ = try await agent.chat("Go")
        #expect(await agent.messages[2].text == "new")
        #expect(model.requests[0].tools?.map { $0.function?.name } == ["x", "y"])
        #expect(model.requests[0].tools?.first?.function?.description == "New.")
    }

    @Test func `Tools are forgotten one by one and all together`() async throws {
        let (agent, model) = Self.agent([.text("Hi")])
        try await agent.registerTool(name: "x") { _ in "" }
        try await agent.registerTool(name: "y") { _ in "" }
        #expect(await agent.removeTool("x"))
        #expect(await !agent.removeTool("x"))
        #expect(await agent.tools.map { $0.function?.name } == ["y"])
        await agent.clearTools()
        _ = try await agent.chat("Go")
        #expect(model.requests[0].tools == nil)
        try await agent.registerTool(name: "y") { _ in "" }
    }

    @Test func `Registered tools are sent with every request, also without execution`() async throws {
        let (agent, model) = Self.agent([.text("Hi")])
        try await agent.registerTool(.function("x"))
        _ = try await agent.chat("Go", autoExecuteTools: false)
        _ = try await agent.chatStream("Go").collected()
        #expect(model.requests.map { $0.tools?.count } == [1, 1])
    }

    @Test func `A definition without a name is refused`() async throws {
        let (agent, _) = Self.agent([])
        await #expect(throws: ConfigurationError.self) { try await agent.registerTool(name: "") { _ in "" } }
        await #expect(throws: ConfigurationError.self) {
            try await agent.registerTool(ToolDefinition(type: .function, function: nil))
        }
    }

    // MARK: Results and arguments

    @Test(arguments: [
        ("{\"x\":1}", "{\"x\":1}"), ("", "{}"), ("null", "{}"), ("  ", "{}"), ("\"{\\\"x\\\":1}\"", "{\"x\":1}"),
    ])
    func `Arguments that are an object, or nothing, reach the handler as one`(
        _ arguments: String, _ expected: String
    ) async throws {
        let (agent, _) = Self.agent([.toolCalls(ToolCall("a", "x", arguments)), .text("Done.")])
        try await agent.registerTool(name: "x") { $0 }
        _ = try await agent.chat("Go")
        #expect(await agent.messages[2].text == expected)
    }

    @Test(arguments: ["{oops", "[1]", "1", "\"x\""])
    func `T36 arguments that are no object are a failure, and the handler does not run`(
        _ arguments: String
    ) async throws {
        let (agent, _) = Self.agent([.toolCalls(ToolCall("a", "x", arguments))])
        let ran = Mutex(false)
        try await agent.registerTool(name: "x") { _ in
            ran.withLock { $0 = true }
            return ""
        }
        let error = try await #require(throws: ToolExecutionError.self) { try await agent.chat("Go") }
        #expect(error.tool == "x")
        #expect(!error.error.isEmpty)
        #expect(!ran.withLock { $0 })
    }

    @Test func `Arguments are checked against the schema before the handler runs`() async throws {
        let (agent, _) = Self.agent([.toolCalls(ToolCall("a", "x", "{\"b\":1}"))])
        try await agent.registerTool(name: "x", parameters: ["type": "object", "required": ["a"]]) { _ in "" }
        let error = try await #require(throws: ToolExecutionError.self) { try await agent.chat("Go") }
        #expect(error.error.contains("/a"))
    }

    @Test func `A result is a text as it is, or JSON`() async throws {
        struct Point: Encodable, Sendable { var x = 1, name = "ü" }
        let (agent, _) = Self.agent([
            .toolCalls(ToolCall("a", "text"), ToolCall("b", "value"), ToolCall("c", "point"), ToolCall("d", "nothing")),
            .text("Done."),
        ])
        try await agent.registerTool(name: "text") { _ in "\"as it is\"" }
        try await agent.registerTool(name: "value") { _ in ["a": [1, 2.5, true]] as JSONValue }
        try await agent.registerTool(name: "point") { _ in JSONOutput(Point()) }
        try await agent.registerTool(name: "nothing") { _ in JSONValue.null }
        _ = try await agent.chat("Go")
        #expect(
            await agent.messages[2...5].map(\.text) == [
                "\"as it is\"", "{\"a\":[1,2.5,true]}", "{\"name\":\"ü\",\"x\":1}", "null",
            ])
    }

    // MARK: Failures

    @Test(arguments: [false, true], ToolFailurePolicy.allCases)
    func `T36 a tool that throws`(_ isStreamed: Bool, _ policy: ToolFailurePolicy) async throws {
        let (agent, model) = Self.agent(
            [.toolCalls(ToolCall("a", "pump"), ToolCall("b", "ok")), .text("Done.")], policy)
        let runs = Mutex<[String]>([])
        try await agent.registerTool(name: "pump") { _ in
            runs.withLock { $0.append("pump") }
            throw Broken()
        }
        try await agent.registerTool(name: "ok") { _ in
            runs.withLock { $0.append("ok") }
            return "fine"
        }
        if policy == .raise {
            let error = try await #require(throws: ToolExecutionError.self) { try await Self.say(agent, isStreamed) }
            #expect(error.details == ["tool": "pump", "error": "the pump is broken"])
            #expect(error.cause is Broken)
            #expect(runs.withLock { $0 } == ["pump"])
            #expect(await agent.messages.isEmpty)
            #expect(model.requests.count == 1)
        } else {
            #expect(try await Self.say(agent, isStreamed) == "Done.")
            #expect(runs.withLock { $0 } == (policy == .retryOnce ? ["pump", "pump", "ok"] : ["pump", "ok"]))
            let messages = await agent.messages
            #expect(messages.isLegal)
            #expect(messages[2].text.contains("the pump is broken"))
            #expect(messages[3].text == "fine")
        }
    }

    @Test(arguments: [false, true])
    func `A tool that works the second time is no failure under retry_once`(_ isStreamed: Bool) async throws {
        let (agent, _) = Self.agent([.toolCalls(ToolCall("a", "pump")), .text("Done.")], .retryOnce)
        let runs = Mutex(0)
        try await agent.registerTool(name: "pump") { _ in
            let run = runs.withLock { count in
                count += 1
                return count
            }
            if run == 1 { throw Broken() }
            return "fine"
        }
        #expect(try await Self.say(agent, isStreamed) == "Done.")
        #expect(await agent.messages[2].text == "fine")
    }

    @Test(arguments: [false, true], ToolFailurePolicy.allCases)
    func `T36 a tool that nobody knows, and one without a handler`(
        _ isStreamed: Bool, _ policy: ToolFailurePolicy
    ) async throws {
        for name in ["unknown", "declared", ""] {
            let (agent, _) = Self.agent([.toolCalls(ToolCall("a", name)), .text("Done.")], policy)
            try await agent.registerTool(.function("declared"))
            if policy == .raise {
                let error = try await #require(throws: ToolExecutionError.self) {
                    try await Self.say(agent, isStreamed)
                }
                #expect(error.details["tool"] == (name.isEmpty ? "unknown" : name))
                #expect(error.details["error"]?.isEmpty == false)
                #expect(await agent.messages.isEmpty)
            } else {
                #expect(try await Self.say(agent, isStreamed) == "Done.")
                #expect(await agent.messages.isLegal)
            }
        }
    }

    @Test(arguments: [false, true])
    func `T36 a tool that hangs is given up after its time`(_ isStreamed: Bool) async throws {
        let (agent, _) = Self.agent([.toolCalls(ToolCall("a", "hang")), .text("Done.")], .injectMessage)
        await agent.update { $0.toolLimits.timeout = .milliseconds(20) }
        let never = FaultGate()
        try await agent.registerTool(name: "hang") { _ in
            await never.wait()
            return ""
        }
        #expect(try await Self.say(agent, isStreamed) == "Done.")
        #expect(await agent.messages[2].text.contains("did not finish"))
    }

    @Test func `T36 what a tool returns is cut at the limit`() async throws {
        let (agent, _) = Self.agent([.toolCalls(ToolCall("a", "talk")), .text("Done.")])
        await agent.update { $0.toolLimits.outputBytes = 100 }
        try await agent.registerTool(name: "talk") { _ in String(repeating: "x", count: 10_000) }
        _ = try await agent.chat("Go")
        #expect(await agent.messages[2].text.utf8.count < 300)
    }

    @Test(arguments: [false, true])
    func `T36 the limit of tool calls holds in both kinds of calls`(_ isStreamed: Bool) async throws {
        for (cap, requests, runs) in [(0, 1, 0), (1, 1, 1), (3, 3, 3)] {
            let (agent, model) = Self.agent([.toolCalls(ToolCall("a", "x"))])
            let count = Mutex(0)
            try await agent.registerTool(name: "x") { _ in
                count.withLock { $0 += 1 }
                return ""
            }
            #expect(try await Self.say(agent, isStreamed, cap: cap) == "")
            #expect(model.requests.count == requests)
            #expect(count.withLock { $0 } == runs)
            #expect(await agent.messages.isLegal)
        }
    }

    @Test func `Each call of an answer runs once`() async throws {
        let calls = (0..<5).map { ToolCall(ToolCallID(rawValue: "c\($0)"), "x") }
        let (agent, _) = Self.agent([
            .toolCalls(calls[0], calls[1], calls[2], calls[3], calls[4]), .text("Done."),
        ])
        let count = Mutex(0)
        try await agent.registerTool(name: "x") { _ in
            count.withLock { $0 += 1 }
            return ""
        }
        _ = try await agent.chat("Go")
        #expect(count.withLock { $0 } == 5)
    }

    @Test(arguments: [false, true])
    func `Calls that the caller answers itself can be gone on with`(_ isStreamed: Bool) async throws {
        let (agent, model) = Self.agent([.toolCalls(ToolCall("a", "x")), .text("Done.")])
        try await agent.registerTool(.function("x"))
        if isStreamed {
            for try await event in agent.events(for: "Go") {
                if case .reply(let reply) = event { #expect(reply.pendingToolCalls.map(\.id) == ["a"]) }
            }
        } else {
            let reply = try await agent.respond(to: "Go", autoExecuteTools: false)
            #expect(reply.pendingToolCalls.map(\.id) == ["a"])
        }
        await agent.addMessage(.tool("42", answering: "a"))
        #expect(try await agent.chat("And?") == "Done.")
        #expect(model.requests[1].messages.roles == ["user", "assistant", "tool", "user"])
    }
}
