import Foundation
import MartletAPI
import MartletAgent
import MartletTesting
import Testing

/// The checklist of what an agent must do: tools, platforms, and what goes beyond the original.
@Suite(.timeLimit(.minutes(5))) struct ToolBoxTests {
    private typealias Body = PlatformBody
    private static let hi = FaultResponse.json(PlatformBody.reply("Hi"))

    @Test func `Box 38: tools come from JSON files, one or several, and four are built in`() async throws {
        try await withTemporaryDirectory { directory in
            let file = "\(directory)/tools.json"
            let json = #"[{"type":"function","function":{"name":"echo","parameters":{"type":"object"}}}]"#
            try Data(json.utf8).write(to: URL(fileURLWithPath: file))
            let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
            let handlers: [String: ToolHandler] = ["echo": { $0 }]
            #expect(try await agent.loadTools(from: file, handlers: handlers) == 1)
            await agent.clearTools()
            #expect(try await agent.loadTools(from: [file, "\(directory)/none.json"], handlers: handlers) == 1)
            #expect(try await agent.loadBuiltInTools() == 4)
            #expect(await agent.tools.count == 5)
        }
    }

    @Test(arguments: ToolFailurePolicy.allCases)
    func `Box 44: what a failing tool does is a matter of policy`(_ policy: ToolFailurePolicy) async throws {
        let calls = FaultResponse.json(Body.calls(("a", "pump", "{}")))
        try await withAgent([calls, Self.hi], .quiet { $0.toolFailurePolicy = policy }) { agent, _ in
            let tally = Tally()
            try await agent.registerTool(name: "pump") { _ in
                tally.note()
                throw Broken()
            }
            if policy == .raise {
                await #expect(throws: ToolExecutionError.self) { try await agent.chat("Go") }
            } else {
                #expect(try await agent.chat("Go") == "Hi")
            }
            #expect(tally.count == (policy == .retryOnce ? 2 : 1))
        }
    }

    @Test func `Box 45: a stream runs the tools whose calls it brings in pieces`() async throws {
        let calls = FaultResponse.eventStream([
            Body.text("Let me see. "),
            Body.toolCalls(["index": 0, "id": "a", "function": ["name": "double", "arguments": "{\"x\""]]),
            Body.toolCalls(["index": 0, "function": ["arguments": ":21}"]]), Body.finish("tool_calls"), Body.done,
        ])
        let answer = FaultResponse.eventStream([Body.text("42."), Body.finish("stop"), Body.done])
        try await withAgent([calls, answer]) { agent, server in
            try await agent.registerTool(name: "double") { arguments in
                String((arguments["x"]?.intValue ?? 0) * 2)
            }
            let pieces = try await agent.chatStream("Double 21.", autoExecuteTools: true).collected()
            #expect(pieces == ["Let me see. ", "42."])
            #expect(server.bodies[1]["messages"]?[2]?["content"] == "42")
            #expect(await agent.messages.map(\.text) == ["Double 21.", "Let me see. ", "42", "42."])
        }
    }

    @Test func `Box 47: thinking on DashScope, a content beside tool calls, and a model that is nil`() async throws {
        let calls = FaultResponse.json(Body.calls(("a", "x", "{}")))
        let model: (inout ModelConfig) -> Void = { $0.model = nil }
        try await withAgent([calls, Self.hi], model: model) { agent, server in
            try await agent.registerTool(name: "x") { _ in "" }
            _ = try await agent.chat("Go")
            #expect(server.bodies[1]["messages"]?[1]?["content"] == "")
            #expect(server.bodies[0]["model"] == nil)
            // This is not DashScope.
            #expect(server.bodies[0]["enable_thinking"] == nil)
        }
    }

    @Test func `Box 48: an error inside of a stream surfaces`() async throws {
        let stream = FaultResponse.eventStream([
            Body.text("a"), Body.event(["error": ["message": "out of memory", "code": 500]]),
        ])
        try await withAgent([stream]) { agent, _ in
            let error = try await #require(throws: APIResponseError.self) {
                try await agent.chatStream("Hello").collected()
            }
            #expect(error.message.contains("out of memory"))
        }
    }

    @Test func `Box 49: config is the older name, and a tool's name is taken once`() async throws {
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        await agent.update { $0.modelConfig.model = "m" }
        #expect(await agent.config.model == "m")
        try await agent.registerTool(name: "x") { _ in "" }
        await #expect(throws: ConfigurationError.self) { try await agent.registerTool(name: "x") { _ in "" } }
    }

    @Test func `Box 50: usage of streams, reasoning, extra fields, media of all kinds, rich results`() async throws {
        let stream = FaultResponse.eventStream([
            Body.delta(["reasoning": "Hmm. "]), Body.text("Hi"), Body.finish("stop"), Body.usage(5, 2), Body.done,
        ])
        try await withAgent([stream]) { agent, server in
            var reply: AgentReply?
            let overrides = ChatOverrides {
                $0.extraBody = ["top_k": 3]
                $0.extraHeaders = ["X-Team": "search"]
            }
            let images: MediaSources = ["https://example.com/a.png", .bytes([1], type: .png)]
            for try await event in agent.events(for: "Look", images: images, overrides: overrides) {
                if case .reply(let last) = event { reply = last }
            }
            let result = try #require(reply)
            #expect(result.text == "Hi")
            #expect(result.reasoning == "Hmm. ")
            #expect(result.usage?.totalTokens == 7)
            #expect(result.timeToFirstToken != nil)
            #expect(server.bodies[0]["top_k"] == 3)
            #expect(server.requests[0].header("x-team") == "search")
            #expect(server.bodies[0]["messages"]?[0]?["content"]?.arrayValue?.count == 3)
            #expect(await agent.messages.last == .assistant("Hi"))
        }
    }
}
