import MartletAPI
import Testing

@testable import MartletCodex

struct CodexResponseTests {
    private func outcome(_ text: String, usage: CodexTokenUsage?) -> TurnOutcome {
        var outcome = TurnOutcome()
        outcome.threadID = "t"
        outcome.turnID = "u"
        outcome.model = "other"
        outcome.text = text
        outcome.finishReason = .stop
        outcome.usage = usage
        return outcome
    }

    @Test func `One turn is one choice, with everything else beside it`() throws {
        var one = outcome("Hello", usage: CodexTokenUsage(input: 20, cachedInput: 4, output: 7, reasoning: 2))
        one.reasoning = "Hm."
        one.warnings = ["w"]
        one.diff = "d"
        one.duration = .milliseconds(1_500)
        one.activities = [
            .command(
                CodexCommand(
                    id: "1", command: "ls", output: "a", exitCode: 0, status: .completed, duration: .seconds(1)))
        ]
        var response = CodexResponse(template: .test, cliVersion: "0.147.0", notes: ["n"])
        response.add(one, choice: 0)
        #expect(
            try response.completion.jsonText() == """
                {"id":"chatcmpl-test","object":"chat.completion","created":1795877973,"model":"other",\
                "choices":[{"index":0,"message":{"role":"assistant","content":"Hello","reasoning_content":"Hm."},\
                "finish_reason":"stop"}],\
                "usage":{"prompt_tokens":20,"completion_tokens":7,"total_tokens":27,\
                "prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}},\
                "system_fingerprint":"codex-cli-0.147.0",\
                "codex":{"cliVersion":"0.147.0","threadId":"t","turnId":"u","durationMs":1500,\
                "activity":[{"type":"command","id":"1","command":"ls","status":"completed","output":"a","exit_code":0,\
                "duration_ms":1000}],"warnings":["n","w"],"diff":"d"}}
                """)
    }

    @Test func `The usage of several choices is their sum, or unknown`() {
        var response = CodexResponse(template: .test)
        response.add(outcome("b", usage: CodexTokenUsage(input: 5, output: 2)), choice: 1)
        response.add(outcome("a", usage: CodexTokenUsage(input: 20, output: 7)), choice: 0)
        #expect(response.completion.choices.map(\.message.text) == ["a", "b"])
        #expect(response.completion.choices.map(\.index) == [0, 1])
        #expect(response.usage?.promptTokens == 25 && response.usage?.totalTokens == 34)
        #expect(response.completion.additionalProperties["codex"]?["choices"]?.arrayValue?.count == 2)
        response.add(outcome("c", usage: nil), choice: 2)
        #expect(response.usage == nil && response.completion.usage == nil)
        #expect(CodexResponse(template: .test).usage == nil)
    }

    @Test func `A message that only calls tools has no content`() throws {
        var calls = outcome("", usage: nil)
        calls.toolCalls = [
            ToolCall(id: "c", type: .function, function: ToolCallFunction(name: "f", arguments: "{}"))
        ]
        calls.finishReason = .toolCalls
        var response = CodexResponse(template: .test)
        response.add(calls, choice: 0)
        let choice = try #require(response.completion.choices.first)
        #expect(choice.message.content == nil && choice.message.toolCalls?.count == 1)
        #expect(choice.finishReason == .toolCalls)
        var empty = CodexResponse(template: .test)
        empty.add(outcome("", usage: nil), choice: 0)
        #expect(empty.completion.choices.first?.message.content == .text(""))
    }

    @Test func `The last chunk of a stream has the usage and no choices`() throws {
        var response = CodexResponse(template: .test)
        response.add(outcome("a", usage: CodexTokenUsage(input: 1, output: 1)), choice: 0)
        let chunk = response.usageChunk
        #expect(chunk.choices.isEmpty && chunk.usage?.totalTokens == 2 && chunk.id == "chatcmpl-test")
        #expect(chunk.object == "chat.completion.chunk")
    }

    @Test func `Names of completions do not collide`() {
        var generator = SeededGenerator(state: 9)
        let ids = (0..<1_000).map { _ in ChatCompletionID.random(using: &generator) }
        #expect(Set(ids).count == 1_000)
        #expect(ids.allSatisfy { $0.rawValue.hasPrefix("chatcmpl-") && $0.rawValue.count == 37 })
    }

    @Test func `A streamed answer put together is the answer as a whole`() throws {
        for name in try Fixture.names("app-server", extension: ".txt") {
            let run = RecordedTurn(try Fixture.appServer(name), decision: .accept)
            guard let outcome = run.ending?.outcome else { continue }
            var response = CodexResponse(template: .test)
            response.add(outcome, choice: 0)
            var accumulator = ChatCompletionAccumulator()
            for chunk in run.events.chunks { try accumulator.add(chunk) }
            try accumulator.add(response.usageChunk)
            let streamed = accumulator.completion
            let whole = response.completion
            #expect(streamed.text == whole.text && streamed.reasoningText == whole.reasoningText)
            #expect(streamed.finishReason == whole.finishReason && streamed.usage == whole.usage)
            #expect(streamed.choices.first?.message.toolCalls == whole.choices.first?.message.toolCalls)
            #expect(streamed.additionalProperties == whole.additionalProperties)
        }
    }
}
