import Foundation
import MartletAPI
import MartletAgent
import MartletTesting
import Synchronization
import Testing

/// One agent, one call after the other, over a scripted model.
@Suite(.timeLimit(.minutes(5))) struct ChatAgentTests {
    @Test func `The history grows with every call and is sent with the next`() async throws {
        let model = ScriptedModel([.text("One."), .text("Two.")])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        await agent.setSystemPrompt("Count.")
        #expect(try await agent.chat("First") == "One.")
        #expect(try await agent.chatStream("Second").collected().joined() == "Two.")
        #expect(model.requests[1].messages == [.system("Count."), .user("First"), .assistant("One."), .user("Second")])
        #expect(await agent.messages.roles == ["system", "user", "assistant", "user", "assistant"])
    }

    @Test func `A stream that is not read does nothing`() async throws {
        let model = ScriptedModel([.text("One.")])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        let stream = agent.chatStream("First")
        _ = stream.makeAsyncIterator()
        #expect(model.requests.isEmpty)
        #expect(await agent.messages.isEmpty)
        // And it holds up nobody.
        #expect(try await agent.chat("Second") == "One.")
    }

    @Test func `A stream can be read once`() async throws {
        let agent = ChatAgent(model: ScriptedModel([.text("One.")]), ModelConfig(), .quiet())
        let stream = agent.chatStream("First")
        #expect(try await stream.collected() == ["One."])
        await #expect(throws: ConfigurationError.self) { try await stream.collected() }
        #expect(await agent.messages.count == 2)
    }

    @Test func `The rich result has everything that came of the call`() async throws {
        let model = ScriptedModel([
            .toolCalls(ToolCall("a", "add", "{\"x\":1}")), .text("Two.", reasoning: "One and one."),
        ])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        try await agent.registerTool(name: "add") { _ in "2" }
        let reply = try await agent.respond(to: "One and one?")
        #expect(reply.text == "Two.")
        #expect(reply.reasoning == "One and one.")
        #expect(reply.finishReason == .stop)
        #expect(reply.rounds.map(\.finishReason) == [.toolCalls, .stop])
        #expect(reply.rounds.map { $0.toolCalls.count } == [1, 0])
        #expect(reply.toolRuns.map(\.content) == ["2"])
        #expect(reply.toolRuns.map(\.iteration) == [1])
        #expect(reply.messages.roles == ["user", "assistant", "tool", "assistant"])
        #expect(reply.messages == (await agent.messages))
        #expect(reply.choices.count == 1)
        #expect(!reply.hitToolLimit)
        let usage = try #require(reply.usage)
        #expect(usage.promptTokens == reply.rounds.reduce(0) { $0 + ($1.usage?.promptTokens ?? 0) })
        #expect(await agent.stats.totalRequests == 2)
        #expect(await agent.stats.totalTokens == usage.promptTokens + usage.completionTokens)
    }

    @Test func `The events of a stream come in order and end with the reply`() async throws {
        let model = ScriptedModel([
            .toolCalls(ToolCall("a", "add")), .text("Two.", reasoning: "Hmm."),
        ])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        try await agent.registerTool(name: "add") { _ in "2" }
        var names: [String] = []
        for try await event in agent.events(for: "Go", autoExecuteTools: true) {
            switch event {
            case .text(let text): names.append("text \(text)")
            case .reasoning(let text): names.append("reasoning \(text)")
            case .roundFinished(let round): names.append("round \(round.finishReason?.rawValue ?? "")")
            case .toolStarted(let start): names.append("start \(start.name)")
            case .toolFinished(let run): names.append("end \(run.content ?? "")")
            case .reply(let reply):
                names.append("reply \(reply.text)")
                // The history is up to date already.
                #expect(await agent.messages.count == 4)
            }
        }
        #expect(
            names == [
                "round tool_calls", "start add", "end 2", "reasoning Hmm.", "text Two.", "round stop", "reply Two.",
            ])
    }

    @Test func `What is changed between calls holds for the next`() async throws {
        let model = ScriptedModel([.text("Hi")])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        _ = try await agent.chat("a")
        await agent.update {
            $0.modelConfig.temperature = nil
            $0.modelConfig.model = "other"
        }
        _ = try await agent.chat("b")
        #expect(model.requests.map(\.model) == ["gpt-4o", "other"])
        #expect(model.requests.map(\.temperature) == [0.7, nil])
        #expect(await agent.config.model == "other")
    }

    @Test func `Another base URL and key make another connection`() async throws {
        let ok = FaultResponse.json(PlatformBody.reply("Hi"))
        try await withFaultServer([ok]) { second in
            let model: (inout ModelConfig) -> Void = { $0.apiKey = "one" }
            try await withAgent([ok], model: model) { agent, first in
                _ = try await agent.chat("a")
                await agent.update {
                    $0.modelConfig.apiBaseURL = second.baseURL
                    $0.modelConfig.apiKey = "two"
                }
                _ = try await agent.chat("b")
                #expect(first.requests.map { $0.header("authorization") } == ["Bearer one"])
                #expect(second.requests.map { $0.header("authorization") } == ["Bearer two"])
            }
        }
    }

    @Test func `An update that throws changes nothing`() async throws {
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        await #expect(throws: Broken.self) {
            try await agent.update { settings throws(Broken) in
                settings.modelConfig.model = "other"
                throw Broken()
            }
        }
        #expect(await agent.modelConfig.model == "gpt-4o")
    }

    // MARK: History

    @Test func `A system prompt replaces all others and comes first`() async {
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        await agent.addMessage(.user("a"))
        await agent.setSystemPrompt("One.")
        await agent.addMessage(.system("Two."))
        await agent.setSystemPrompt("Three.")
        #expect(await agent.messages == [.system("Three."), .user("a")])
    }

    @Test func `Clearing keeps system messages unless told otherwise`() async throws {
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        try await agent.registerTool(name: "x") { _ in "" }
        await agent.setSystemPrompt("One.")
        await agent.addMessage(.user("a"))
        await agent.clearHistory()
        #expect(await agent.messages == [.system("One.")])
        await agent.clearHistory(keepSystem: false)
        #expect(await agent.messages.isEmpty)
        #expect(await agent.tools.count == 1)
    }

    @Test func `A history is saved and loaded as it is`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/deep/er/history.json"
            let agent = ChatAgent(
                model: ScriptedModel([.toolCalls(ToolCall("a", "x", "{\"ü\":1}")), .text("Done.")]), ModelConfig(),
                .quiet())
            try await agent.registerTool(name: "x") { _ in "é" }
            _ = try await agent.chat("Look.", images: [.bytes([1, 2, 3], type: .png)])
            try await agent.saveHistory(to: path)
            let other = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
            try await other.loadHistory(from: path)
            let (left, right) = (await agent.messages, await other.messages)
            #expect(left == right)
            #expect(right.count == 4)
        }
    }

    @Test(arguments: ["", "{}", "[1]", "[{\"content\":\"x\"}]", "[{\"role\":\"user\""])
    func `A file that holds no history is refused and the history stays`(_ text: String) async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/history.json"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
            await agent.addMessage(.user("a"))
            let error = try await #require(throws: ConfigurationError.self) { try await agent.loadHistory(from: path) }
            #expect(error.details["file_path"] == path)
            #expect(await agent.messages == [.user("a")])
        }
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        await #expect(throws: ConfigurationError.self) { try await agent.loadHistory(from: "/nowhere/at/all.json") }
    }

    @Test func `What a tool adds to the history during a call stands before the call`() async throws {
        let agent = ChatAgent(
            model: ScriptedModel([.toolCalls(ToolCall("a", "note")), .text("Done.")]), ModelConfig(), .quiet())
        try await agent.registerTool(name: "note") { [weak agent] _ in
            await agent?.addMessage(.user("noted"))
            return "ok"
        }
        _ = try await agent.chat("Go")
        #expect(await agent.messages.map(\.text) == ["noted", "Go", "", "ok", "Done."])
        #expect(await agent.messages.isLegal)
    }

    // MARK: Printing and callbacks

    @Test func `Each piece is printed, told to the callback, and then delivered`() async throws {
        let record = Mutex<[String]>([])
        let runtime = RuntimeConfig.quiet {
            $0.streamEnableProgress = true
            $0.streamChunkCallback = { text in record.withLock { $0.append("callback \(text)") } }
        }
        let agent = ChatAgent(
            model: ScriptedModel([.text("a b")]), ModelConfig(), runtime,
            output: { text in record.withLock { $0.append("print \(text)") } })
        for try await piece in agent.chatStream("Go") { record.withLock { $0.append("deliver \(piece)") } }
        #expect(
            record.withLock { $0 } == [
                "print a", "callback a", "deliver a", "print  b", "callback  b", "deliver  b", "print \n",
            ])
    }

    @Test(arguments: [
        (Bool?.none, false, true, false), (nil, true, true, true), (nil, true, false, false), (true, false, true, true),
        (true, false, false, false), (false, true, true, false),
    ])
    func `A stream is printed only when the switches say so`(
        _ output: Bool?, _ progress: Bool, _ display: Bool, _ prints: Bool
    ) async throws {
        let printed = Mutex("")
        let runtime = RuntimeConfig.quiet {
            $0.displayStreamOutput = output
            $0.streamEnableProgress = progress
        }
        let agent = ChatAgent(
            model: ScriptedModel([.text("Hi")]), ModelConfig(), runtime,
            output: { text in printed.withLock { $0 += text } })
        _ = try await agent.chatStream("Go", displayStream: display).collected()
        #expect(printed.withLock { $0 } == (prints ? "Hi\n" : ""))
        // What is not streamed is never printed.
        _ = try await agent.chat("Go")
        #expect(printed.withLock { $0 } == (prints ? "Hi\n" : ""))
    }

    @Test func `What a callback throws is logged and otherwise ignored`() async throws {
        let log = LogRecorder()
        let runtime = RuntimeConfig {
            $0.streamChunkCallback = { _ in throw Broken() }
            $0.responseCallback = { _ in throw Broken() }
        }
        let agent = ChatAgent(model: ScriptedModel([.text("Hi")]), ModelConfig(), runtime, logger: log.logger())
        #expect(try await agent.chatStream("Go").collected() == ["Hi"])
        #expect(try await agent.chat("Go") == "Hi")
        #expect(log.lines.count { $0.contains("the pump is broken") } == 2)
    }

    @Test func `The response callback gets the text of each call that is not streamed, once`() async throws {
        let texts = Mutex<[String]>([])
        let runtime = RuntimeConfig.quiet { $0.responseCallback = { text in texts.withLock { $0.append(text) } } }
        let model = ScriptedModel([.text("a"), .text("b"), .toolCalls(ToolCall("a", "x"))])
        let agent = ChatAgent(model: model, ModelConfig(), runtime)
        try await agent.registerTool(name: "x") { _ in "" }
        _ = try await agent.chat("Go")
        _ = try await agent.chatStream("Go").collected()
        // On exit at the cap too.
        _ = try await agent.chat("Go", maxToolIterations: 1)
        #expect(texts.withLock { $0 } == ["a", ""])
    }

    @Test func `Tools and reasoning have callbacks`() async throws {
        let record = Mutex<[String]>([])
        let runtime = RuntimeConfig.quiet {
            $0.onReasoningChunk = { text in record.withLock { $0.append("reasoning \(text)") } }
            $0.onToolStart = { start in record.withLock { $0.append("start \(start.name) \(start.arguments)") } }
            $0.onToolEnd = { end in record.withLock { $0.append("end \(end.content ?? "nil") \(end.attempts)") } }
        }
        for isStreamed in [false, true] {
            record.withLock { $0 = [] }
            let model = ScriptedModel([.toolCalls(ToolCall("a", "x", "{}")), .text("Hi", reasoning: "Hmm")])
            let agent = ChatAgent(model: model, ModelConfig(), runtime)
            try await agent.registerTool(name: "x") { _ in "out" }
            if isStreamed {
                _ = try await agent.chatStream("Go", autoExecuteTools: true).collected()
            } else {
                _ = try await agent.chat("Go")
            }
            #expect(record.withLock { $0 } == ["start x {}", "end out 1", "reasoning Hmm"])
        }
    }
}
