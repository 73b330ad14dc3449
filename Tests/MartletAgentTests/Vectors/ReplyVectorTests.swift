import MartletAPI
import MartletAgent
import MartletTesting
import Testing

/// The protocol's test vectors for calls that are not streamed.
struct ReplyVectorTests {
    private static let echo: ToolHandler = { arguments in ["echo": arguments] as JSONValue }

    @Test func `Vector 1: the server's own sum of tokens is ignored`() async throws {
        try await withAgent([.json(PlatformBody.reply("Hi", usage: (3, 2, 99)))]) { agent, _ in
            let answer = try await agent.chat("Hello")
            #expect(answer == "Hi")
            let stats = await agent.stats
            #expect(stats.totalTokens == 5)
            #expect(stats.totalRequests == 1)
        }
    }

    @Test func `Vector 2: an answer without usage counts as a request without tokens`() async throws {
        try await withAgent([.json(PlatformBody.reply("Hi"))]) { agent, _ in
            _ = try await agent.chat("Hello")
            let stats = await agent.stats
            #expect(stats.totalRequests == 1)
            #expect(stats.totalTokens == 0)
        }
    }

    @Test func `Vector 3: a tool call leads to a second request with its result as JSON`() async throws {
        let responses: [FaultResponse] = [
            .json(PlatformBody.calls(("a", "echo", "{\"x\":1}"))), .json(PlatformBody.reply("done")),
        ]
        try await withAgent(responses) { agent, server in
            try await agent.registerTool(name: "echo", handler: Self.echo)
            #expect(try await agent.chat("Go") == "done")
            #expect(server.requestCount == 2)
            let messages = await agent.messages
            #expect(messages.roles == ["user", "assistant", "tool", "assistant"])
            #expect(messages[2].text == "{\"echo\":{\"x\":1}}")
            #expect(server.bodies[1].roles == ["user", "assistant", "tool"])
        }
    }

    @Test func `Vector 4: two calls of one answer run in order before the next request`() async throws {
        let responses: [FaultResponse] = [
            .json(PlatformBody.calls(("a", "echo", "{\"x\":1}"), ("b", "echo", "{\"x\":2}"))),
            .json(PlatformBody.reply("done")),
        ]
        try await withAgent(responses) { agent, server in
            try await agent.registerTool(name: "echo", handler: Self.echo)
            let reply = try await agent.respond(to: "Go")
            #expect(reply.toolRuns.map(\.call.id) == ["a", "b"])
            #expect(reply.toolRuns.allSatisfy { $0.attempts == 1 })
            let messages = try #require(server.bodies[1]["messages"]?.arrayValue)
            #expect(messages.dropFirst(2).map { $0["tool_call_id"] } == ["a", "b"])
            #expect(
                messages.dropFirst(2).map { $0["content"] } == ["{\"echo\":{\"x\":1}}", "{\"echo\":{\"x\":2}}"])
        }
    }

    @Test func `Vector 5: a tool that throws fails the call and leaves no trace in the history`() async throws {
        try await withAgent([.json(PlatformBody.calls(("a", "pump", "{}")))]) { agent, server in
            try await agent.registerTool(name: "pump") { _ in throw Broken() }
            await agent.setSystemPrompt("Be brief.")
            let error = try await #require(throws: ToolExecutionError.self) { try await agent.chat("Go") }
            #expect(error.details["tool"] == "pump")
            #expect(error.details["error"] == "the pump is broken")
            #expect(await agent.messages == [.system("Be brief.")])
            #expect(server.requestCount == 1)
        }
    }

    @Test func `Vector 5: under inject_message the model reads why`() async throws {
        let responses: [FaultResponse] = [
            .json(PlatformBody.calls(("a", "pump", "{}"))), .json(PlatformBody.reply("I could not.")),
        ]
        try await withAgent(responses, .quiet { $0.toolFailurePolicy = .injectMessage }) { agent, server in
            try await agent.registerTool(name: "pump") { _ in throw Broken() }
            #expect(try await agent.chat("Go") == "I could not.")
            let told = try #require(server.bodies[1]["messages"]?[2]?["content"]?.stringValue)
            #expect(told.contains("failed") && told.contains("the pump is broken") && told.contains("pump"))
        }
    }

    @Test func `Vector 6: endless tool calls stop at the cap with the last text`() async throws {
        let calls = PlatformBody.calls(("a", "echo", "{}"), content: "still working")
        try await withAgent([.json(calls)]) { agent, server in
            try await agent.registerTool(name: "echo", handler: Self.echo)
            let reply = try await agent.respond(to: "Go", maxToolIterations: 2)
            #expect(server.requestCount == 2)
            #expect(reply.text == "still working")
            #expect(reply.hitToolLimit)
            #expect(await agent.messages.isLegal)
        }
    }

    @Test func `Vector 7: without execution the text comes back and the calls are pending`() async throws {
        try await withAgent([.json(PlatformBody.calls(("a", "echo", "{}")))]) { agent, server in
            try await agent.registerTool(name: "echo", handler: Self.echo)
            #expect(try await agent.chat("Go", autoExecuteTools: false) == "")
            #expect(await agent.messages.last?.toolCalls?.map(\.id) == ["a"])
            #expect(server.requestCount == 1)
        }
    }

    @Test func `Vector 8: without history the tool rounds stay private`() async throws {
        let responses: [FaultResponse] = [
            .json(PlatformBody.calls(("a", "echo", "{}"))), .json(PlatformBody.reply("done")),
        ]
        try await withAgent(responses) { agent, server in
            try await agent.registerTool(name: "echo", handler: Self.echo)
            #expect(try await agent.chat("Go", addToHistory: false) == "done")
            #expect(await agent.messages.isEmpty)
            #expect(server.bodies[1].roles == ["user", "assistant", "tool"])
        }
    }

    @Test func `Vector 9: tool_calls null is no call`() async throws {
        let body = """
            {"choices":[{"index":0,"message":{"role":"assistant","content":"Hi","tool_calls":null},"finish_reason":"stop"}]}
            """
        try await withAgent([.json(body)]) { agent, _ in
            let text = try await agent.chat("Hello")
            #expect(text == "Hi")
        }
    }

    @Test func `Vector 10: an error in a good answer is an APIResponseError`() async throws {
        let body = #"{"error":{"message":"out of luck","code":"luck"}}"#
        try await withAgent([.json(body)]) { agent, _ in
            let error = try await #require(throws: APIResponseError.self) { try await agent.chat("Hello") }
            #expect(error.message.contains("out of luck"))
            #expect(error.response?.contains("luck") == true)
            #expect(await agent.messages.isEmpty)
        }
    }

    @Test(arguments: ["{}", #"{"id":"x","choices":[]}"#, #"{"choices":null}"#])
    func `Vector 10: an answer without choices is an APIResponseError`(_ body: String) async throws {
        try await withAgent([.json(body)]) { agent, _ in
            await #expect(throws: APIResponseError.self) { try await agent.chat("Hello") }
        }
    }

    @Test func `Vector 11: a web page is an APIResponseError with an excerpt`() async throws {
        let page = "<html><body><h1>Welcome to the proxy</h1></body></html>"
        try await withAgent([.text(page, contentType: "text/html")]) { agent, _ in
            let error = try await #require(throws: APIResponseError.self) { try await agent.chat("Hello") }
            #expect(error.details["response"]?.contains("Welcome to the proxy") == true)
        }
    }

    @Test func `Vector 12: a long error body is cut to 500 characters`() async throws {
        let body = #"{"error":{"message":""# + String(repeating: "x", count: 900) + #""}}"#
        try await withAgent([.json(body, status: 400)]) { agent, _ in
            let error = try await #require(throws: APIConnectionError.self) { try await agent.chat("Hello") }
            #expect(error.details["response"]?.count == 500)
            #expect(error.details["status_code"] == "400")
        }
    }

    @Test func `Vector 13: a 429 with Retry-After is retried`() async throws {
        let responses: [FaultResponse] = [
            .json("{}", status: 429, headers: [("Retry-After", "0.1")]), .json(PlatformBody.reply("Hi")),
        ]
        try await withAgent(responses, .quiet { $0.maxRetries = 1 }) { agent, server in
            let reply = try await agent.respond(to: "Hello")
            #expect(reply.text == "Hi")
            #expect(reply.retries == 1)
            #expect(server.requestCount == 2)
        }
    }

    @Test func `Vector 14: a 500 that stays is an APIConnectionError after all attempts`() async throws {
        try await withAgent([.json("{}", status: 500)], .quiet { $0.maxRetries = 2 }) { agent, server in
            let error = try await #require(throws: APIConnectionError.self) { try await agent.chat("Hello") }
            #expect(error.statusCode == 500)
            #expect(server.requestCount == 3)
            #expect(await agent.stats.errors == 1)
        }
    }
}
