import MartletAPI
import Testing

@Suite struct ExecutableToolCallsTests {
    private func choice(_ reason: FinishReason?, arguments: String...) -> ChatCompletionChoice {
        var message = ChatMessage(role: .assistant, content: nil)
        message.toolCalls = arguments.enumerated().map { index, arguments in
            ToolCall(
                id: ToolCallID(rawValue: "call_\(index)"), type: .function,
                function: ToolCallFunction(name: "f", arguments: arguments))
        }
        return ChatCompletionChoice(message: message, finishReason: reason)
    }

    @Test(arguments: [FinishReason.stop, .toolCalls, .functionCall])
    func `T34 tool calls run whichever way a complete answer ends`(reason: FinishReason) {
        #expect(choice(reason, arguments: "{}", #"{"a":1}"#).executableToolCalls.count == 2)
        // What the model wrote wrongly is for the tool to refuse.
        #expect(choice(reason, arguments: #"{"a":"#).executableToolCalls.count == 1)
    }

    @Test(arguments: [FinishReason.length, .contentFilter])
    func `T34 no tool call of an answer that was cut off runs`(reason: FinishReason) {
        #expect(choice(reason, arguments: #"{"a":"#).executableToolCalls.isEmpty)
        #expect(choice(reason, arguments: "{}", #"{"a":1}"#).executableToolCalls.isEmpty)
    }

    @Test(arguments: [nil, "eos", "end_turn", "error", "max_tokens"] as [FinishReason?])
    func `T34 without a known reason tool calls run only when all are complete`(reason: FinishReason?) {
        #expect(choice(reason, arguments: "{}", #"{"a":1}"#).executableToolCalls.count == 2)
        #expect(choice(reason, arguments: "{}", #"{"a":"#).executableToolCalls.isEmpty)
        #expect(choice(reason, arguments: "").executableToolCalls.isEmpty)
    }

    @Test func `T34 an answer without tool calls has none to run`() {
        #expect(ChatCompletionChoice(message: .assistant("a"), finishReason: .toolCalls).executableToolCalls.isEmpty)
    }
}
