import MartletAPI
import MartletAgent
import MartletTesting
import Synchronization
import Testing

/// Calls that overlap, that are cancelled, that are left, and what is closed under them.
@Suite(.timeLimit(.minutes(5))) struct LifetimeTests {
    private static func chunk(_ text: String) -> ScriptedStep {
        .chunk(ChatCompletionChunk(choices: [ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: text))]))
    }

    private static let end = ScriptedStep.chunk(
        ChatCompletionChunk(
            choices: [ChatCompletionChunkChoice(delta: ChatCompletionDelta(), finishReason: .stop)]))

    @Test(arguments: [false, true])
    func `Two overlapping calls are made one after the other`(_ isStreamed: Bool) async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([Self.chunk("one"), .hold(gate), Self.end]), .text("two")])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        let first = Task {
            isStreamed
                ? try await agent.chatStream("a").collected().joined() : try await agent.chat("a")
        }
        await gate.waitUntilReached()
        let second = Task { try await agent.chat("b") }
        // The second cannot begin: it would ask the model.
        for _ in 0..<50 { await Task.yield() }
        #expect(model.requests.count == 1)
        gate.open()
        #expect(try await first.value == "one")
        #expect(try await second.value == "two")
        #expect(await agent.messages.map(\.text) == ["a", "one", "b", "two"])
        #expect(model.requests[1].messages.count == 3)
    }

    @Test func `Many calls at once all get their turn`() async throws {
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let answer = try await agent.chat("n\(number)")
                    #expect(answer == "n\(number)")
                }
            }
            try await group.waitForAll()
        }
        let texts = await agent.messages.map(\.text)
        #expect(texts.count == 100)
        #expect(stride(from: 0, to: 100, by: 2).allSatisfy { texts[$0] == texts[$0 + 1] })
    }

    // MARK: Cancellation

    @Test(arguments: [false, true])
    func `T51 cancelling before the first piece leaves no trace and frees the agent`(_ isStreamed: Bool) async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.hold(gate), Self.chunk("never"), Self.end]), .text("next")])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        await agent.setSystemPrompt("Be brief.")
        let task = Task {
            isStreamed
                ? try await agent.chatStream("a").collected().joined() : try await agent.chat("a")
        }
        await gate.waitUntilReached()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await agent.messages == [.system("Be brief.")])
        #expect(await agent.stats.totalRequests == 0)
        #expect(try await agent.chat("b") == "next")
    }

    @Test func `Cancelling a stream in the middle keeps the text so far`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([Self.chunk("one "), Self.chunk("two"), .hold(gate), Self.end])])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        let task = Task { try await agent.chatStream("a").collected() }
        await gate.waitUntilReached()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await agent.messages == [.user("a"), .assistant("one two")])
        #expect(model.abandonedAnswers == 1)
    }

    @Test func `Cancelling a call in the middle of its text leaves no trace when it is not streamed`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([Self.chunk("one "), .hold(gate), Self.end])])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        let task = Task { try await agent.chat("a") }
        await gate.waitUntilReached()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await agent.messages.isEmpty)
    }

    /// An answer with a text and two calls.
    private static let textAndCalls: ScriptedReply = {
        var call = ToolCallDelta()
        call.index = 0
        call.id = "a"
        call.function = ToolCallFunctionDelta()
        call.function?.name = "wait"
        call.function?.arguments = "{}"
        var other = call
        other.index = 1
        other.id = "b"
        var delta = ChatCompletionDelta(content: "Wait. ")
        delta.toolCalls = [call, other]
        return .chunks([
            ChatCompletionChunk(choices: [ChatCompletionChunkChoice(delta: delta, finishReason: .toolCalls)])
        ])
    }()

    @Test(arguments: [false, true])
    func `Cancelling while a tool runs ends it and leaves a legal history`(_ isStreamed: Bool) async throws {
        let gate = FaultGate()
        let agent = ChatAgent(model: ScriptedModel([Self.textAndCalls, .text("next")]), ModelConfig(), .quiet())
        let wasCancelled = FaultGate()
        try await agent.registerTool(name: "wait") { _ in
            await gate.wait()
            if Task.isCancelled { wasCancelled.open() }
            return "waited"
        }
        let task = Task {
            isStreamed
                ? try await agent.chatStream("a", autoExecuteTools: true).collected().joined()
                : try await agent.chat("a")
        }
        await gate.waitUntilReached()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await wasCancelled.wait()
        let messages = await agent.messages
        #expect(messages.isLegal)
        // The streamed text was seen; that of a call that is not streamed was not.
        #expect(messages.roles == (isStreamed ? ["user", "assistant", "tool", "tool"] : []))
        #expect(try await agent.chat("b") == "next")
    }

    @Test func `A call that waits for its turn is cancelled at once`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.hold(gate), Self.chunk("one"), Self.end]), .text("two")])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        let first = Task { try await agent.chat("a") }
        await gate.waitUntilReached()
        let second = Task { try await agent.chat("b") }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        #expect(try await first.value == "one")
        #expect(model.requests.count == 1)
    }

    // MARK: Leaving

    @Test func `Leaving the loop before any text leaves no trace`() async throws {
        let agent = ChatAgent(
            model: ScriptedModel([.text("Hi", reasoning: "Hmm"), .text("next")]), ModelConfig(), .quiet())
        for try await event in agent.events(for: "a") {
            if case .reasoning = event { break }
        }
        #expect(await agent.messages.isEmpty)
        #expect(try await agent.chat("b") == "next")
    }

    @Test func `Leaving the loop between the tools answers all of them`() async throws {
        let agent = ChatAgent(model: ScriptedModel([Self.textAndCalls, .text("next")]), ModelConfig(), .quiet())
        let ran = Mutex(0)
        try await agent.registerTool(name: "wait") { _ in
            ran.withLock { $0 += 1 }
            return "waited"
        }
        for try await event in agent.events(for: "a", autoExecuteTools: true) {
            if case .toolFinished = event { break }
        }
        let messages = await agent.messages
        #expect(ran.withLock { $0 } == 1)
        #expect(messages.roles == ["user", "assistant", "tool", "tool"])
        #expect(messages[2].text == "waited")
        #expect(messages[3].text.contains("not run"))
        #expect(try await agent.chat("b") == "next")
    }

    @Test func `Leaving the loop without history leaves no trace either`() async throws {
        let agent = ChatAgent(model: ScriptedModel([.text("a b c")]), ModelConfig(), .quiet())
        for try await _ in agent.chatStream("a", addToHistory: false) { break }
        #expect(await agent.messages.isEmpty)
    }

    @Test func `T53 leaving the loop closes the connection`() async throws {
        let stream = FaultResponse.eventStream([PlatformBody.text("a")], then: [.silence])
        try await withAgent([stream]) { agent, server in
            for try await _ in agent.chatStream("Hello") { break }
            try await server.waitForDisconnect(ofRequest: 0)
        }
    }

    // MARK: Waiting for itself

    @Test func `A tool that asks its own agent fails instead of waiting for ever`() async throws {
        let agent = ChatAgent(model: ScriptedModel([.toolCalls(ToolCall("a", "ask"))]), ModelConfig(), .quiet())
        try await agent.registerTool(name: "ask") { [weak agent] _ in try await agent?.chat("b") ?? "" }
        let error = try await #require(throws: ToolExecutionError.self) { try await agent.chat("a") }
        #expect(error.error.contains("wait for itself"))
    }

    @Test func `A task that a tool started may ask the agent when the call is over`() async throws {
        let agent = ChatAgent(
            model: ScriptedModel([.toolCalls(ToolCall("a", "later")), .text("Hi")]), ModelConfig(), .quiet())
        let isOver = FaultGate()
        let (answers, continuation) = AsyncStream<String>.makeStream()
        try await agent.registerTool(name: "later") { [weak agent] _ in
            // Awaited below, by its answer.
            Task {
                await isOver.wait()
                continuation.yield((try? await agent?.chat("b")) ?? "none")
                continuation.finish()
            }
            return "started"
        }
        #expect(try await agent.chat("a") == "Hi")
        isOver.open()
        for await answer in answers { #expect(answer == "Hi") }
        #expect(await agent.messages.count == 6)
    }

    @Test func `A call inside of the loop that reads a stream fails instead of waiting for ever`() async throws {
        let agent = ChatAgent(model: ScriptedModel([.text("a b"), .text("next")]), ModelConfig(), .quiet())
        for try await _ in agent.chatStream("a") {
            await #expect(throws: ConfigurationError.self) { try await agent.chat("b") }
        }
        #expect(await agent.messages.map(\.text) == ["a", "a b"])
        #expect(try await agent.chat("b") == "next")
    }

    // MARK: Closing

    @Test func `After close every call fails with an APIConnectionError and the history stays`() async throws {
        let agent = ChatAgent(model: ScriptedModel([.text("Hi")]), ModelConfig(), .quiet())
        _ = try await agent.chat("a")
        await agent.close()
        await agent.close()
        #expect(await agent.isClosed)
        await #expect(throws: APIConnectionError.self) { try await agent.chat("b") }
        await #expect(throws: APIConnectionError.self) { try await agent.chatStream("b").collected() }
        #expect(await agent.messages.count == 2)
    }

    @Test func `Closing fails the calls that wait, and those under way over HTTP`() async throws {
        try await withAgent([FaultResponse(framing: .raw, steps: [.silence])]) { agent, server in
            let first = Task { try await agent.chat("a") }
            try await server.waitForRequests(1)
            let second = Task { try await agent.chat("b") }
            await agent.close()
            await #expect(throws: APIConnectionError.self) { try await first.value }
            await #expect(throws: APIConnectionError.self) { try await second.value }
            #expect(await agent.messages.isEmpty)
        }
    }

    @Test func `Closing during a tool ends the call before its next request`() async throws {
        let model = ScriptedModel([.toolCalls(ToolCall("a", "close")), .text("never")])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        try await agent.registerTool(name: "close") { [weak agent] _ in
            await agent?.close()
            return ""
        }
        await #expect(throws: APIConnectionError.self) { try await agent.chat("a") }
        #expect(model.requests.count == 1)
        #expect(await agent.messages.isEmpty)
    }

    @Test func `Nothing is left open after close`() async throws {
        let responses: [FaultResponse] = [
            .json(PlatformBody.reply("Hi")), .eventStream([PlatformBody.text("a"), PlatformBody.finish("stop")]),
            .eventStream([PlatformBody.text("a")], then: [.silence]),
        ]
        try await withAgent(responses) { agent, server in
            _ = try await agent.chat("a")
            _ = try await agent.chatStream("b").collected()
            for try await _ in agent.chatStream("c") { break }
            await agent.close()
            try await server.waitForOpenConnections(0)
        }
    }

    @Test func `The body's error gets out of withChatAgent and the agent is closed`() async throws {
        let kept = Mutex<ChatAgent?>(nil)
        await #expect(throws: Broken.self) {
            try await withChatAgent(model: ScriptedModel(), ModelConfig(), .quiet()) { agent in
                kept.withLock { $0 = agent }
                throw Broken()
            }
        }
        let agent = try #require(kept.withLock { $0 })
        #expect(await agent.isClosed)
    }

    @Test func `An agent that is let go while a stream is read is kept by the stream`() async throws {
        let stream = ChatAgent(model: ScriptedModel([.text("a b")]), ModelConfig(), .quiet()).chatStream("Go")
        #expect(try await stream.collected() == ["a", " b"])
    }
}
