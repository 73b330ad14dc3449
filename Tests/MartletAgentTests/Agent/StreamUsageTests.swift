import MartletAPI
import MartletAgent
import MartletTesting
import Testing

/// How streams are counted, and what is done about servers that cannot count.
@Suite(.timeLimit(.minutes(5))) struct StreamUsageTests {
    private typealias Body = PlatformBody
    private static let plain = FaultResponse.eventStream([
        Body.text("1234"), Body.text("5678"), Body.finish("stop"), Body.done,
    ])
    private static let refusal = FaultResponse.json(
        #"{"error":{"message":"Unknown field: stream_options"}}"#, status: 400)

    @Test func `A server that refuses stream_options is asked once more without, and never with it again`() async throws
    {
        try await withAgent([Self.refusal, Self.plain]) { agent, server in
            #expect(try await agent.chatStream("Hello").collected() == ["1234", "5678"])
            #expect(server.bodies.map { $0["stream_options"] != nil } == [true, false])
            _ = try await agent.chatStream("Hello").collected()
            #expect(server.bodies[2]["stream_options"] == nil)
            #expect(await agent.stats.errors == 0)
        }
    }

    @Test func `Another 400 is an error, and the request is not sent twice`() async throws {
        try await withAgent([.json(#"{"error":{"message":"no"}}"#, status: 400), Self.plain]) { agent, server in
            await #expect(throws: APIConnectionError.self) { try await agent.chatStream("Hello").collected() }
            #expect(server.requestCount == 1)
        }
    }

    @Test func `A refusal that stays is an error after two requests`() async throws {
        try await withAgent([Self.refusal]) { agent, server in
            await #expect(throws: APIConnectionError.self) { try await agent.chatStream("Hello").collected() }
            #expect(server.requestCount == 2)
        }
    }

    @Test func `Without usage the tokens are a quarter of the characters, and said to be estimated`() async throws {
        try await withAgent([Self.plain], .quiet { $0.includeStreamUsage = false }) { agent, server in
            _ = try await agent.chatStream("Hello").collected()
            #expect(server.bodies[0]["stream_options"] == nil)
            let stats = await agent.stats
            #expect(stats.completionTokens == 2)
            #expect(stats.estimatedTokens == 2)
            #expect(stats.totalRequests == 1)
        }
    }

    @Test func `stream_options of extraBody stand as they are`() async throws {
        try await withAgent([Self.plain]) { agent, server in
            let overrides = ChatOverrides { $0.extraBody = ["stream_options": ["include_usage": false]] }
            _ = try await agent.chatStream("Hello", overrides: overrides).collected()
            #expect(server.bodies[0]["stream_options"] == ["include_usage": false])
        }
    }

    // MARK: Retries

    @Test func `A stream that breaks before its first piece is asked for again`() async throws {
        let broken = FaultResponse.eventStream([": wait\n\n"], then: [.close])
        try await withAgent([broken, Self.plain], .quiet { $0.maxRetries = 1 }) { agent, server in
            var retries: Int?
            var text = ""
            for try await event in agent.events(for: "Hello") {
                if case .text(let piece) = event { text += piece }
                if case .reply(let reply) = event { retries = reply.retries }
            }
            #expect(text == "12345678")
            #expect(retries == 1)
            #expect(server.requestCount == 2)
        }
    }

    @Test func `All attempts for a stream together are one more than the retries`() async throws {
        let broken = FaultResponse.eventStream([": wait\n\n"], then: [.close])
        let responses: [FaultResponse] = [.json("{}", status: 503), broken, .json("{}", status: 503)]
        try await withAgent(responses, .quiet { $0.maxRetries = 2 }) { agent, server in
            await #expect(throws: APIConnectionError.self) { try await agent.chatStream("Hello").collected() }
            #expect(server.requestCount == 3)
        }
    }

    @Test func `T47 a stream that breaks after its first piece is not asked for again`() async throws {
        let gate = FaultGate()
        let broken = FaultResponse.eventStream([Body.text("a")], then: [.hold(gate), .close])
        try await withAgent([broken, Self.plain], .quiet { $0.maxRetries = 5 }) { agent, server in
            await #expect(throws: APIConnectionError.self) {
                for try await piece in agent.chatStream("Hello") {
                    #expect(piece == "a")
                    gate.open()
                }
            }
            #expect(server.requestCount == 1)
            // What had come is not in the history: the call failed.
            #expect(await agent.messages.isEmpty)
            #expect(await agent.stats.errors == 1)
        }
    }

    @Test func `A body that is one JSON object is a stream of one piece`() async throws {
        try await withAgent([.json(Body.reply("whole"))]) { agent, _ in
            let answer = try await agent.chatStream("Hello").collected()
            #expect(answer == ["whole"])
        }
    }

    @Test func `A body that is one JSON error is an error`() async throws {
        try await withAgent([.json(#"{"error":{"message":"no luck"}}"#)]) { agent, _ in
            await #expect(throws: APIResponseError.self) { try await agent.chatStream("Hello").collected() }
        }
    }

    @Test func `Latency is that of each exchange, without the reader's time`() async throws {
        let calls = FaultResponse.json(Body.calls(("a", "wait", "{}")))
        try await withAgent([calls, .json(Body.reply("Hi"))]) { agent, _ in
            let gate = FaultGate()
            try await agent.registerTool(name: "wait") { _ in
                await gate.wait()
                return ""
            }
            let task = Task { try await agent.respond(to: "Go") }
            await gate.waitUntilReached()
            gate.open()
            let reply = try await task.value
            let sum = reply.rounds.reduce(Duration.zero) { $0 + $1.latency }
            #expect(sum + (reply.toolRuns.first?.duration ?? .zero) <= reply.duration)
            #expect(reply.rounds.allSatisfy { $0.latency > .zero })
        }
    }
}
