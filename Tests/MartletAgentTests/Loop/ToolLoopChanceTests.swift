import MartletAPI
import Testing

@testable import MartletAgent

/// Calls that go as chance has it.
struct ToolLoopChanceTests {
    private static let reasons: [FinishReason?] = [.stop, .toolCalls, .length, .contentFilter, nil, "eos"]
    private static let arguments = ["{}", "{\"x\":", "", "[1]", "{\"x\":1}"]

    private func answer(_ random: inout SeededRandom) -> ChatCompletionChoice {
        var message = ChatMessage(role: .assistant, content: Bool.random(using: &random) ? .text("t") : nil)
        let count = Int.random(in: 0...3, using: &random)
        message.toolCalls = (0..<count).map { _ in
            // Identifiers that are missing, or the same.
            let id = ToolCallID(rawValue: ["", "a", "b"].randomElement(using: &random) ?? "")
            return ToolCall(id, "x", Self.arguments.randomElement(using: &random) ?? "")
        }
        return ChatCompletionChoice(message: message, finishReason: Self.reasons.randomElement(using: &random) ?? nil)
    }

    @Test func `Whatever happens the call ends and its history is legal`() {
        let failure = ToolExecutionError("It failed.", tool: "x", error: "broken")
        for seed in 0..<3_000 {
            var random = SeededRandom(seed: UInt64(seed))
            let cap = Int.random(in: -1...4, using: &random)
            let policy = ToolFailurePolicy.allCases.randomElement(using: &random) ?? .raise
            var loop = ToolLoop(.user("Go"), rules: .init(maximumIterations: cap, failurePolicy: policy))
            var step = loop.start()
            var (requests, steps) = (0, 0)
            events: while true {
                steps += 1
                #expect(loop.messagesToKeep(partialText: "p", hasDelivered: true).isLegal, "seed \(seed)")
                #expect(loop.messagesToKeep(partialText: "", hasDelivered: true).isLegal, "seed \(seed)")
                switch step {
                case .request:
                    requests += 1
                    step = loop.receive(answer(&random))
                case .run:
                    step =
                        Bool.random(using: &random)
                        ? loop.toolReturned("ok") : loop.toolFailed(failure, isRepeatable: Bool.random(using: &random))
                case .refuse(_, let error):
                    step = loop.toolFailed(error, isRepeatable: false)
                case .finish:
                    #expect(loop.messages.isLegal, "seed \(seed)")
                    break events
                case .fail:
                    #expect(policy == .raise)
                    break events
                }
            }
            #expect(requests <= max(1, cap), "seed \(seed)")
            #expect(steps < 100)
        }
    }
}
