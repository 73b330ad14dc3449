import Foundation
import MartletAPI
import MartletAgent
import MartletTesting
import MartletWire
import Testing

/// The checklist of what an agent must do: the core.
@Suite(.timeLimit(.minutes(5))) struct CoreBoxTests {
    private typealias Body = PlatformBody
    private static let hi = FaultResponse.json(PlatformBody.reply("Hi"))

    @Test func `Box 1: a text is answered as a whole`() async throws {
        try await withAgent([Self.hi]) { agent, _ in
            let text = try await agent.chat("Hello")
            #expect(text == "Hi")
        }
    }

    @Test func `Box 2: a text is answered piece by piece`() async throws {
        let stream = FaultResponse.eventStream([Body.text("H"), Body.text("i"), Body.finish("stop"), Body.done])
        try await withAgent([stream]) { agent, _ in
            var pieces: [String] = []
            for try await piece in agent.chatStream("Hello") { pieces.append(piece) }
            #expect(pieces == ["H", "i"])
        }
    }

    @Test func `Box 3: images are one path or a list`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/a.png"
            try Data([1]).write(to: URL(fileURLWithPath: path))
            try await withAgent([Self.hi]) { agent, server in
                _ = try await agent.chat("One", images: "\(path)", addToHistory: false)
                _ = try await agent.chat("Two", images: ["\(path)", "\(path)"], addToHistory: false)
                _ = try await agent.chatStream("Three", images: "\(path)", addToHistory: false).collected()
                let counts = server.bodies.map { $0["messages"]?[0]?["content"]?.arrayValue?.count }
                #expect(counts == [2, 3, 2])
            }
        }
    }

    @Test func `Box 4: videos are one path or a list, also with images`() async throws {
        try await withTemporaryDirectory { directory in
            let (image, video) = ("\(directory)/a.png", "\(directory)/a.mp4")
            for path in [image, video] { try Data([1]).write(to: URL(fileURLWithPath: path)) }
            try await withAgent([Self.hi]) { agent, server in
                _ = try await agent.chat("One", videos: "\(video)", addToHistory: false)
                _ = try await agent.chat(
                    "Two", images: "\(image)", videos: ["\(video)", "\(video)"], addToHistory: false)
                let types = server.bodies.map { body in
                    body["messages"]?[0]?["content"]?.arrayValue?.map { $0["type"]?.stringValue ?? "" }
                }
                #expect(types == [["text", "video_url"], ["text", "image_url", "video_url", "video_url"]])
            }
        }
    }

    @Test func `Box 5: tools are called, and not when that is switched off`() async throws {
        let calls = FaultResponse.json(Body.calls(("a", "x", "{}")))
        for isOn in [true, false] {
            try await withAgent([calls, Self.hi]) { agent, server in
                try await agent.registerTool(name: "x") { _ in "ran" }
                _ = try await agent.chat("Go", autoExecuteTools: isOn)
                #expect(server.requestCount == (isOn ? 2 : 1))
            }
        }
    }

    @Test func `Box 6: any base URL, key and model will do`() async throws {
        let model: (inout ModelConfig) -> Void = {
            $0.apiKey = "k"
            $0.model = "doubao"
        }
        try await withAgent([Self.hi], path: "/api/v3", model: model) { agent, server in
            _ = try await agent.chat("Hello")
            #expect(server.requests[0].path == "/api/v3/chat/completions")
            #expect(server.requests[0].header("authorization") == "Bearer k")
            #expect(server.bodies[0]["model"] == "doubao")
        }
    }

    @Test func `Box 7: the smallest program has a few lines`() async throws {
        try await withFaultServer([Self.hi]) { server in
            let model = try ModelConfig(apiBaseURL: server.baseURL, apiKey: "sk-…".filter(\.isASCII), model: "gpt-4o")
            let answer = try await withChatAgent(model) { try await $0.chat("Hello") }
            #expect(answer == "Hi")
        }
    }

    @Test func `Box 9: an agent is lent and closed, or closed by hand`() async throws {
        let lent = try await withChatAgent(model: ScriptedModel([.text("Hi")]), ModelConfig(), .quiet()) { agent in
            _ = try await agent.chat("Hello")
            return agent
        }
        #expect(await lent.isClosed)
        let own = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        #expect(await !own.isClosed)
        await own.close()
        #expect(await own.isClosed)
    }

    @Test func `Box 10: an agent is made with two configurations, one, or none`() async throws {
        let one = ChatAgent(ModelConfig())
        let two = ChatAgent(ModelConfig(), RuntimeConfig { $0.maxRetries = 3 })
        let none = ChatAgent()
        let old = ChatAgent(ChatConfig())
        #expect(await two.runtimeConfig.maxRetries == 3)
        for agent in [one, none, old] {
            #expect(await agent.runtimeConfig.maxRetries == 0)
            #expect(await agent.modelConfig == ModelConfig())
        }
    }

    // MARK: Reference

    @Test func `Box 11: chat takes everything that the reference names`() async throws {
        try await withAgent([Self.hi]) { agent, server in
            let text = try await agent.chat(
                "Hello", images: [], videos: [], addToHistory: false, autoExecuteTools: true, maxToolIterations: 3,
                overrides: ChatOverrides { $0.temperature = 0.1 })
            #expect(text == "Hi")
            #expect(await agent.messages.isEmpty)
            #expect(server.bodies[0]["temperature"] == 0.1)
        }
    }

    @Test func `Box 12: chatStream takes everything that the reference names`() async throws {
        let stream = FaultResponse.eventStream([Body.text("Hi"), Body.finish("stop"), Body.done])
        try await withAgent([stream]) { agent, server in
            let pieces = try await agent.chatStream(
                "Hello", images: [], videos: [], addToHistory: true, displayStream: true,
                overrides: ChatOverrides { $0.temperature = 0.1 }
            ).collected()
            #expect(pieces == ["Hi"])
            #expect(await agent.messages.count == 2)
            #expect(server.bodies[0]["stream"] == true)
            #expect(server.bodies[0]["temperature"] == 0.1)
        }
    }

    @Test func `Box 13: tools are registered and cleared`() async throws {
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        try await agent.registerTool(Tool("now", "The time.") { "noon" })
        #expect(await agent.tools.map { $0.function?.name } == ["now"])
        await agent.clearTools()
        #expect(await agent.tools.isEmpty)
    }

    @Test func `Box 14: messages are set, added and cleared`() async {
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        await agent.setSystemPrompt("Be brief.")
        await agent.addMessage(.user("Hello"))
        #expect(await agent.messages.roles == ["system", "user"])
        await agent.clearHistory()
        #expect(await agent.messages.roles == ["system"])
        await agent.clearHistory(keepSystem: false)
        #expect(await agent.messages.isEmpty)
    }

    @Test func `Box 15: statistics are read and reset`() async throws {
        try await withAgent([.json(Body.reply("Hi", usage: (3, 2, 5)))]) { agent, _ in
            _ = try await agent.chat("Hello")
            let stats = await agent.getStats()
            #expect(stats["total_requests"] == 1)
            #expect(stats["prompt_tokens"] == 3)
            #expect(stats["completion_tokens"] == 2)
            #expect(stats["total_tokens"] == 5)
            #expect(stats["errors"] == 0)
            #expect(stats["success_rate"]?.doubleValue == 100)
            #expect(stats["average_latency"] != nil && stats["total_latency"] != nil)
            await agent.resetStats()
            #expect(await agent.getStats()["total_requests"] == 0)
        }
    }

    @Test func `Box 21: the text of a stream is handed on as server-sent events`() async throws {
        let stream = FaultResponse.eventStream([
            Body.text("one\ntwo"), Body.text("\r\n"), Body.text(" ü"), Body.finish("stop"), Body.done,
        ])
        try await withAgent([stream]) { agent, _ in
            let events = try await agent.chatStream("Hello", displayStream: false).serverSentEvents.collected()
            #expect(events.first == "data: one\ndata: two\n\n")
            #expect(events.last == "data: [DONE]\n\n")
            var parser = ServerSentEventParser()
            var texts: [String] = []
            parser.append(contentsOf: Array(events.joined().utf8))
            while let event = try parser.next() { texts.append(event.text) }
            #expect(texts == ["one\ntwo", "\n", " ü", "[DONE]"])
        }
    }
}
