import MartletAPI
import MartletTesting
import Testing

@Suite struct ScriptedModelTests {
    private struct Mishap: Error {}

    private func request(_ text: String = "one two") -> ChatCompletionRequest {
        ChatCompletionRequest(model: "m", messages: [.user(text)])
    }

    private func text(_ text: String) -> ScriptedStep {
        .chunk(ChatCompletionChunk(choices: [ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: text))]))
    }

    @Test func `without a script it repeats the last message`() async throws {
        let model = ScriptedModel()
        #expect(try await model.complete(request("say  this")).text == "say  this")
        #expect(try await model.complete(request("")).text == "")
        #expect(model.requests.count == 2)
        #expect(model.abandonedAnswers == 0)
    }

    @Test func `replies come in order and the last for ever`() async throws {
        let model = ScriptedModel([.text("a"), .failure(Mishap()), .text("b")])
        #expect(try await model.complete(request()).text == "a")
        await #expect(throws: Mishap.self) { try await model.stream(request()) }
        #expect(try await model.complete(request()).text == "b")
        #expect(try await model.complete(request()).text == "b")
        #expect(model.requests.count == 4)
    }

    @Test func `a text comes word by word, with its reason and a usage that a test can predict`() async throws {
        let model = ScriptedModel([.text("a b", reasoning: "think", finishReason: .length)])
        var chunks: [ChatCompletionChunk] = []
        for try await chunk in try await model.stream(request()) { chunks.append(chunk) }
        #expect(chunks.map(\.text).filter { !$0.isEmpty } == ["a", " b"])
        #expect(chunks.compactMap(\.reasoningText) == ["think"])
        #expect(chunks.compactMap { $0.choices.first?.finishReason } == [.length])
        #expect(chunks.last?.usage == CompletionUsage(promptTokens: 2, completionTokens: 3, totalTokens: 5))
        var streamed = request()
        streamed.stream = true
        for try await chunk in try await model.stream(streamed) { #expect(chunk.usage == nil) }
    }

    @Test func `tool calls come in pieces and are put together again`() async throws {
        let call = ToolCall(
            id: "call_1", type: .function, function: ToolCallFunction(name: "add", arguments: #"{"a":1}"#))
        let other = ToolCall(id: "call_2", type: .function, function: ToolCallFunction(name: "sub", arguments: "{}"))
        let answer = try await ScriptedModel([.toolCalls(call, other)]).complete(request())
        #expect(answer.choices.first?.message.toolCalls == [call, other])
        #expect(answer.finishReason == .toolCalls)
    }

    @Test func `a gate holds the answer until it is opened`() async throws {
        let gate = FaultGate()
        var chunks = try await ScriptedModel([.steps([text("a"), .hold(gate), text("b")])]).stream(request())
            .makeAsyncIterator()
        #expect(try await chunks.next()?.text == "a")
        gate.open()
        #expect(try await chunks.next()?.text == "b")
        #expect(try await chunks.next() == nil)
    }

    @Test func `a failure comes in its place`() async throws {
        let model = ScriptedModel([.steps([text("a"), .failure(Mishap())])])
        var chunks = try await model.stream(request()).makeAsyncIterator()
        #expect(try await chunks.next()?.text == "a")
        await #expect(throws: Mishap.self) { try await chunks.next() }
        await #expect(throws: Mishap.self) { try await model.complete(request()) }
        #expect(model.abandonedAnswers == 0)
    }

    @Test(arguments: [true, false])
    func `a cancelled wait ends at once, and never as a complete answer`(_ isSilent: Bool) async throws {
        let gate = FaultGate()
        let arrived = FaultGate()
        let model = ScriptedModel([.steps([text("a"), isSilent ? .silence : .hold(gate)])])
        let task = Task {
            for try await _ in try await model.stream(request()) { arrived.open() }
        }
        await arrived.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(model.abandonedAnswers == 1)
    }

    @Test func `an answer that is left in the middle, or never read, counts as given up`() async throws {
        let model = ScriptedModel([.text("a b c")])
        for try await _ in try await model.stream(request()) { break }
        #expect(model.abandonedAnswers == 1)
        _ = try await model.stream(request())
        #expect(model.abandonedAnswers == 2)
        for try await _ in try await model.stream(request()) {}
        #expect(model.abandonedAnswers == 2)
    }
}
