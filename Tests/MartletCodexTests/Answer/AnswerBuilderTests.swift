import MartletAPI
import Testing

@testable import MartletCodex

struct AnswerBuilderTests {
    private func build(
        _ settings: TurnSettings = TurnSettings(), _ body: (inout AnswerBuilder) -> Void
    ) -> (events: [CodexEvent], outcome: TurnOutcome) {
        var builder = AnswerBuilder(settings: settings, chunk: .test)
        body(&builder)
        builder.finish(.stop)
        let events = builder.takeEvents()
        // What streams is what is there in the end.
        #expect(events.text == builder.outcome.text)
        #expect(events.reasoning == builder.outcome.reasoning ?? "")
        #expect(events.chunks.dropFirst().dropLast().allSatisfy { $0.choices.first?.delta != ChatCompletionDelta() })
        return (events, builder.outcome)
    }

    private var last: TurnSettings {
        var settings = TurnSettings()
        settings.messages = .last
        return settings
    }

    @Test func `The first chunk has the role, the last the reason, and all the same names`() {
        let chunks = build { $0.messageEnded(id: "1", text: "Hi", phase: nil) }.events.chunks
        #expect(chunks.count == 3)
        #expect(
            chunks[0].choices == [ChatCompletionChunkChoice(delta: ChatCompletionDelta(role: .assistant, content: ""))])
        #expect(chunks[1].choices == [ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: "Hi"))])
        #expect(
            chunks[2].choices == [
                ChatCompletionChunkChoice(delta: ChatCompletionDelta(), index: 0, finishReason: .stop)
            ])
        for chunk in chunks {
            #expect(chunk.id == "chatcmpl-test" && chunk.created == 1_795_877_973 && chunk.model == "lab-model")
            #expect(chunk.object == "chat.completion.chunk" && chunk.systemFingerprint == "codex-cli-0.147.0")
        }
    }

    @Test func `Streamed messages are joined by a blank line`() {
        let result = build {
            $0.messageBegan(id: "1", phase: nil)
            $0.messageGrew(id: "1", by: "Let me ")
            $0.messageGrew(id: "1", by: "look.")
            $0.messageEnded(id: "1", text: "Let me look.", phase: nil)
            $0.messageEnded(id: "2", text: "Blue.", phase: nil)
        }
        #expect(result.outcome.text == "Let me look.\n\nBlue.")
        #expect(result.events.activities.isEmpty)
    }

    @Test func `Where only the last message is the answer, the others are activity`() {
        let result = build(last) {
            $0.messageGrew(id: "1", by: "Let me look.")
            $0.messageEnded(id: "1", text: "Let me look.", phase: nil)
            $0.messageEnded(id: "2", text: "Blue.", phase: nil)
            $0.messageEnded(id: "3", text: "", phase: nil)
        }
        #expect(result.outcome.text == "Blue.")
        #expect(result.events.activities == [.message("Let me look.", phase: nil)])
    }

    @Test(arguments: [TurnSettings.Messages.all, .last])
    func `Commentary is activity, and everything else the answer, where the model says so`(
        messages: TurnSettings.Messages
    ) {
        var settings = TurnSettings()
        settings.messages = messages
        let result = build(settings) {
            $0.messageBegan(id: "1", phase: .commentary)
            $0.messageGrew(id: "1", by: "I look.")
            $0.messageEnded(id: "1", text: "I look.", phase: .commentary)
            $0.messageBegan(id: "2", phase: .finalAnswer)
            $0.messageGrew(id: "2", by: "Blue")
            $0.messageEnded(id: "2", text: "Blue.", phase: .finalAnswer)
            $0.messageEnded(id: "3", text: "And green.", phase: .finalAnswer)
        }
        #expect(result.outcome.text == "Blue.\n\nAnd green.")
        #expect(result.events.activities == [.message("I look.", phase: .commentary)])
    }

    @Test func `A phase that is known only in the end does not lose the beginning`() {
        let result = build(last) {
            $0.messageGrew(id: "1", by: "Bl")
            $0.messageEnded(id: "1", text: "Blue.", phase: .finalAnswer)
        }
        #expect(result.outcome.text == "Blue.")
    }

    @Test func `What the pieces of a message lacked is added`() {
        let result = build {
            $0.messageGrew(id: "1", by: "Hel")
            $0.messageEnded(id: "1", text: "Hello.", phase: nil)
            $0.messageEnded(id: "1", text: "Hello.", phase: nil)
            $0.messageGrew(id: "1", by: "too late")
        }
        #expect(result.outcome.text == "Hello.")
        #expect(result.events.chunks.map(\.text) == ["", "Hel", "lo.", ""])
    }

    @Test func `A message that was changed stays as it was streamed, with a warning`() {
        let result = build {
            $0.messageGrew(id: "1", by: "Hello")
            $0.messageEnded(id: "1", text: "Good day.", phase: nil)
        }
        #expect(result.outcome.text == "Hello")
        #expect(result.outcome.warnings.count == 1)
        // Where nothing was handed out, the end counts.
        let held = build(last) {
            $0.messageGrew(id: "1", by: "Hello")
            $0.messageEnded(id: "1", text: "Good day.", phase: nil)
        }
        #expect(held.outcome.text == "Good day." && held.outcome.warnings.isEmpty)
    }

    @Test func `Reasoning is the summaries, or else the raw text`() {
        let summaries = build {
            $0.reasoningGrew(id: "r", part: 0, by: "**Think", isSummary: true)
            $0.reasoningGrew(id: "r", part: 0, by: "ing**", isSummary: true)
            $0.reasoningGrew(id: "r", part: 0, by: "raw", isSummary: false)
            $0.reasoningGrew(id: "r", part: 1, by: "More", isSummary: true)
            $0.reasoningEnded(id: "r", summary: ["**Thinking**", "More thought"], raw: ["raw"])
            $0.reasoningEnded(id: "s", summary: ["Again"], raw: [])
        }
        #expect(summaries.outcome.reasoning == "**Thinking**\n\nMore thought\n\nAgain")
        let raw = build {
            $0.reasoningGrew(id: "r", part: 0, by: "raw ", isSummary: false)
            $0.reasoningEnded(id: "r", summary: [], raw: ["raw thought"])
        }
        #expect(raw.outcome.reasoning == "raw thought")
        #expect(build { _ in }.outcome.reasoning == nil)
    }

    @Test func `What another attempt repeats is not handed out twice`() {
        let result = build {
            $0.reasoningGrew(id: "r", part: 0, by: "Think", isSummary: true)
            $0.messageGrew(id: "1", by: "Hel")
            $0.messageGrew(id: "1", by: "lo")
            $0.attemptBroke()
            $0.reasoningGrew(id: "s", part: 0, by: "Thi", isSummary: true)
            $0.messageGrew(id: "2", by: "Hell")
            $0.attemptBroke()
            $0.reasoningEnded(id: "t", summary: ["Thinking"], raw: [])
            $0.messageGrew(id: "3", by: "Hell")
            $0.messageGrew(id: "3", by: "o, ")
            $0.messageEnded(id: "3", text: "Hello, world.", phase: nil)
            $0.modelCallEnded()
            $0.messageGrew(id: "4", by: "And")
            $0.attemptBroke()
            $0.messageEnded(id: "5", text: "And more.", phase: nil)
        }
        #expect(result.outcome.text == "Hello, world.\n\nAnd more.")
        #expect(result.outcome.reasoning == "Thinking")
        #expect(result.outcome.warnings.isEmpty)
    }

    @Test func `Another attempt that says something else comes behind the first, with a warning`() {
        let result = build {
            $0.reasoningEnded(id: "r", summary: ["Think"], raw: [])
            $0.messageGrew(id: "1", by: "Hello")
            $0.attemptBroke()
            $0.reasoningEnded(id: "s", summary: ["Other"], raw: [])
            $0.messageGrew(id: "2", by: "Good")
            $0.attemptBroke()
            $0.reasoningEnded(id: "t", summary: ["Other"], raw: [])
            $0.messageEnded(id: "3", text: "Good day.", phase: nil)
        }
        #expect(result.outcome.text == "Hello\n\nGood day.")
        #expect(result.outcome.reasoning == "Think\n\nOther")
        #expect(result.outcome.warnings.count == 1)
        let held = build(last) {
            $0.messageGrew(id: "1", by: "Hello")
            $0.attemptBroke()
            $0.messageEnded(id: "2", text: "Good day.", phase: nil)
        }
        #expect(held.outcome.text == "Good day." && held.outcome.warnings.isEmpty)
        #expect(held.events.activities.isEmpty)
    }

    @Test func `Messages are told apart also where a stop sequence may have begun`() {
        var settings = TurnSettings()
        settings.stop = ["END"]
        let result = build(settings) {
            $0.messageEnded(id: "1", text: "E", phase: nil)
            $0.messageEnded(id: "2", text: "F", phase: nil)
        }
        #expect(result.outcome.text == "E\n\nF")
    }

    @Test func `A stop sequence ends the answer across pieces and messages`() {
        var settings = TurnSettings()
        settings.stop = ["END"]
        var builder = AnswerBuilder(settings: settings, chunk: .test)
        for piece in ["one E", "N", "D two"] { builder.messageGrew(id: "1", by: piece) }
        #expect(builder.cut == .stop)
        builder.messageEnded(id: "1", text: "one END two", phase: nil)
        builder.reasoningEnded(id: "r", summary: ["late"], raw: [])
        builder.finish(.length)
        let events = builder.takeEvents()
        #expect(builder.outcome.text == "one " && events.text == "one ")
        #expect(events.finishReasons == [.stop])
        #expect(builder.outcome.reasoning == nil)
    }

    @Test func `The limit of tokens ends the answer, and a stop sequence before it goes first`() {
        var settings = TurnSettings()
        settings.maxTokens = 2
        settings.stop = ["x", "two t"]
        var builder = AnswerBuilder(settings: settings, chunk: .test)
        for piece in ["one ", "two ", "three "] { builder.messageGrew(id: "1", by: piece) }
        builder.finish(.stop)
        #expect(builder.outcome.text == "one two " && builder.outcome.finishReason == .length)
        var stopped = AnswerBuilder(settings: settings, chunk: .test)
        for piece in ["one ", "twox ", "three "] { stopped.messageGrew(id: "1", by: piece) }
        stopped.finish(.stop)
        #expect(stopped.outcome.text == "one two" && stopped.outcome.finishReason == .stop)
    }

    @Test func `Calls of tools are numbered`() {
        let result = build {
            for id in ["a", "b"] {
                $0.called(
                    ToolCall(
                        id: ToolCallID(rawValue: id), type: .function,
                        function: ToolCallFunction(name: "f", arguments: "{}")))
            }
        }
        let pieces = result.events.chunks.compactMap { $0.choices.first?.delta.toolCalls?.first }
        #expect(pieces.map(\.index) == [0, 1] && pieces.map(\.id) == ["a", "b"])
        #expect(result.outcome.toolCalls.count == 2)
    }

    @Test func `An answer beyond the limit of bytes is given up`() {
        var settings = TurnSettings()
        settings.textBytes = 10
        var builder = AnswerBuilder(settings: settings, chunk: .test)
        builder.messageGrew(id: "1", by: "12345")
        #expect(!builder.isTooLong)
        builder.messageGrew(id: "1", by: "678901")
        #expect(builder.isTooLong && builder.outcome.text == "12345")
    }

    @Test func `Of an item only its last state is kept`() {
        let result = build {
            $0.add(.command(CodexCommand(id: "1", command: "ls", output: "", status: .inProgress)))
            $0.add(.commandOutput(id: "1", "out"))
            $0.add(.plan([CodexPlanStep(text: "a", status: .inProgress)]))
            $0.add(.command(CodexCommand(id: "1", command: "ls", output: "out", exitCode: 0, status: .completed)))
            $0.add(.plan([CodexPlanStep(text: "a", status: .completed)]))
            $0.add(.diff("one"))
            $0.add(.diff("two"))
            $0.messageEnded(id: "1", text: "Done.", phase: nil)
        }
        #expect(result.events.activities.count == 7)
        #expect(
            result.outcome.activities == [
                .command(CodexCommand(id: "1", command: "ls", output: "out", exitCode: 0, status: .completed)),
                .plan([CodexPlanStep(text: "a", status: .completed)]),
            ])
        #expect(result.outcome.diff == "two")
    }
}
