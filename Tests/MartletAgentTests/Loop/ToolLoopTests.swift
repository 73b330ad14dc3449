import MartletAPI
import Testing

@testable import MartletAgent

/// What a call does next, without a model.
struct ToolLoopTests {
    private static let failure = ToolExecutionError("It failed.", tool: "pump", error: "broken")

    private static func answer(
        _ text: String? = nil, _ calls: ToolCall..., finish: FinishReason? = .toolCalls
    ) -> ChatCompletionChoice {
        var message = ChatMessage(role: .assistant, content: text.map { .text($0) })
        message.toolCalls = calls.isEmpty ? nil : calls
        return ChatCompletionChoice(message: message, finishReason: finish)
    }

    private func loop(
        cap: Int = 5, _ policy: ToolFailurePolicy = .raise, executes: Bool = true
    ) -> ToolLoop {
        ToolLoop(
            .user("Go"),
            rules: .init(executesTools: executes, maximumIterations: cap, failurePolicy: policy))
    }

    @Test func `A text ends the call`() {
        var loop = loop()
        #expect(loop.start().name == "request")
        #expect(loop.receive(Self.answer("Hi", finish: .stop)).name == "finish")
        #expect(loop.messages == [.user("Go"), .assistant("Hi")])
        #expect(!loop.hitToolLimit)
    }

    @Test func `An empty answer is not kept`() {
        var loop = loop()
        #expect(loop.receive(Self.answer("", finish: .stop)).name == "finish")
        #expect(loop.messages == [.user("Go")])
    }

    @Test func `Calls run one after the other, then the model is asked again`() {
        var loop = loop()
        #expect(loop.receive(Self.answer(nil, ToolCall("a", "x"), ToolCall("b", "y"))).name == "run a")
        #expect(loop.toolReturned("1").name == "run b")
        #expect(loop.toolReturned("2").name == "request")
        #expect(loop.messages.dropFirst(2) == [.tool("1", answering: "a"), .tool("2", answering: "b")])
        // Strict servers want a content beside tool calls.
        #expect(loop.messages[1].content == .text(""))
        #expect(loop.receive(Self.answer("done", finish: .stop)).name == "finish")
        #expect(loop.messages.isLegal)
    }

    @Test(arguments: [(0, 1), (1, 1), (2, 2), (5, 5), (-3, 1)])
    func `The cap is the number of answers whose calls are run`(_ cap: Int, _ requests: Int) {
        var loop = loop(cap: cap)
        var count = 0
        var ran = 0
        var step = loop.start()
        while count < 100 {
            switch step {
            case .request:
                count += 1
                step = loop.receive(Self.answer("t\(count)", ToolCall("a", "x"), ToolCall("b", "x")))
            case .run:
                ran += 1
                step = loop.toolReturned("ok")
            default:
                #expect(step.name == "finish")
                #expect(count == requests)
                #expect(ran == max(0, cap) * 2)
                #expect(loop.hitToolLimit)
                #expect(loop.text == "t\(count)")
                #expect(loop.messages.isLegal)
                return
            }
        }
        Issue.record("The loop does not end.")
    }

    @Test func `Without execution the calls stay open for the caller`() {
        var loop = loop(executes: false)
        #expect(loop.receive(Self.answer("pre", ToolCall("a", "x"))).name == "finish")
        #expect(loop.messages.last?.toolCalls?.map(\.id) == ["a"])
        #expect(loop.messages.count == 2)
        #expect(!loop.hitToolLimit)
    }

    // MARK: Failures

    @Test func `raise ends the call with the error`() {
        var loop = loop()
        _ = loop.receive(Self.answer(nil, ToolCall("a", "pump"), ToolCall("b", "pump")))
        #expect(loop.toolFailed(Self.failure).name == "fail")
    }

    @Test func `inject_message tells the model and goes on with the next call`() {
        var loop = loop(.injectMessage)
        _ = loop.receive(Self.answer(nil, ToolCall("a", "pump"), ToolCall("b", "pump")))
        #expect(loop.toolFailed(Self.failure).name == "run b")
        #expect(loop.messages[2].toolCallID == "a")
        #expect(loop.messages[2].text.hasPrefix("Tool execution failed: It failed."))
        #expect(loop.messages[2].text.contains("error: broken"))
        #expect(loop.toolReturned("2").name == "request")
        #expect(loop.messages.isLegal)
    }

    @Test func `retry_once runs each call at most twice`() {
        var loop = loop(.retryOnce)
        _ = loop.receive(Self.answer(nil, ToolCall("a", "pump"), ToolCall("b", "pump")))
        #expect(loop.toolFailed(Self.failure).name == "run a")
        #expect(loop.toolFailed(Self.failure).name == "run b")
        #expect(loop.toolFailed(Self.failure).name == "run b")
        #expect(loop.toolReturned("2").name == "request")
        #expect(loop.messages.dropFirst(2).map(\.toolCallID) == ["a", "b"])
    }

    @Test func `retry_once does not repeat what cannot run`() {
        var loop = loop(.retryOnce)
        _ = loop.receive(Self.answer(nil, ToolCall("a", "pump")))
        #expect(loop.toolFailed(Self.failure, isRepeatable: false).name == "request")
    }

    @Test(arguments: [FinishReason.length, .contentFilter])
    func `T34 a call that was cut off is never run`(_ reason: FinishReason) {
        for policy in ToolFailurePolicy.allCases {
            var loop = loop(policy)
            let step = loop.receive(Self.answer(nil, ToolCall("a", "pump", "{\"x\":"), finish: reason))
            guard case .refuse(let call, let error) = step else {
                Issue.record("\(step) is run")
                return
            }
            #expect(call.id == "a")
            #expect(error.tool == "pump")
            let next = loop.toolFailed(error, isRepeatable: false).name
            #expect(next == (policy == .raise ? "fail" : "request"))
        }
    }

    @Test(arguments: [
        (FinishReason?.none, "{}", true), (nil, "{\"x\":", false), ("eos", "{}", true), ("eos", "{\"x\":", false),
        ("tool_call", "{\"x\":1}", true), (.stop, "{oops", true),
    ])
    func `Whole calls run whatever the reason to finish is called`(
        _ reason: FinishReason?, _ arguments: String, _ runs: Bool
    ) {
        var loop = loop()
        let step = loop.receive(Self.answer(nil, ToolCall("a", "pump", arguments), finish: reason))
        #expect(step.name == (runs ? "run a" : "refuse a"))
    }

    // MARK: Identifiers

    @Test func `Calls without an identifier, or with the same, get one each`() {
        var history = ChatMessage(role: .assistant, content: nil)
        history.toolCalls = [ToolCall("call_1", "x")]
        var loop = ToolLoop(.user("Go"), history: [history])
        _ = loop.receive(Self.answer(nil, ToolCall("", "x"), ToolCall("b", "x"), ToolCall("b", "x")))
        #expect(loop.messages.last?.toolCalls?.map(\.id) == ["call_2", "b", "call_3"])
    }

    @Test func `Reasoning and refusals stay out of the history, and other members in it`() {
        var choice = Self.answer("Hi", finish: .stop)
        choice.message.reasoningContent = "Hmm"
        choice.message.reasoning = "Hmm"
        choice.message.refusal = "No"
        choice.message.additionalProperties = ["reasoning_details": [["text": "Hmm"]], "extra_content": ["a": 1]]
        var loop = loop()
        _ = loop.receive(choice)
        var expected = ChatMessage.assistant("Hi")
        expected.additionalProperties = ["extra_content": ["a": 1]]
        #expect(loop.messages.last == expected)
    }

    @Test func `A content of text parts is joined, and one with other parts kept`() {
        var choice = Self.answer(finish: .stop)
        choice.message.content = [.text("a"), .text("b")]
        var loop = loop()
        _ = loop.receive(choice)
        #expect(loop.text == "ab")
        #expect(loop.messages.last == .assistant("ab"))
        choice.message.content = [.text("a"), .imageURL("data:image/png;base64,AA==")]
        _ = loop.receive(choice)
        #expect(loop.messages.last?.content == choice.message.content)
    }

    // MARK: Giving up

    @Test func `What is given up before any text leaves nothing`() {
        var loop = loop()
        _ = loop.receive(Self.answer(nil, ToolCall("a", "x")))
        #expect(loop.messagesToKeep(partialText: "", hasDelivered: false).isEmpty)
    }

    @Test func `What is given up among the tools answers all of their calls`() {
        var loop = loop()
        _ = loop.receive(Self.answer("pre", ToolCall("a", "x"), ToolCall("b", "x")))
        _ = loop.toolReturned("1")
        let kept = loop.messagesToKeep(partialText: "", hasDelivered: true)
        #expect(kept.roles == ["user", "assistant", "tool", "tool"])
        #expect(kept.isLegal)
        #expect(kept.last?.text == ToolLoop.stopNotice)
    }

    @Test func `What is given up in the middle of an answer keeps its text`() {
        var loop = loop()
        _ = loop.receive(Self.answer("pre", ToolCall("a", "x")))
        _ = loop.toolReturned("1")
        let kept = loop.messagesToKeep(partialText: "The an", hasDelivered: true)
        #expect(kept.last == .assistant("The an"))
        #expect(kept.isLegal)
    }
}

extension ToolLoop.Step {
    fileprivate var name: String {
        switch self {
        case .request: "request"
        case .run(let call): "run \(call.id)"
        case .refuse(let call, _): "refuse \(call.id)"
        case .finish: "finish"
        case .fail: "fail"
        }
    }
}
