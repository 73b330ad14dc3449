import MartletAPI

/// Asks, runs the tools that the model calls, and asks again, until there is an answer.
struct ToolRounds: Sendable {
    let model: any ChatModel
    let printer: AnswerPrinter
    let interrupts: Interrupts
    /// Nil when there are none, or when they cannot be run: calls are then printed.
    let toolbox: Toolbox?
    private static let limit = 10

    init(model: any ChatModel, printer: AnswerPrinter, interrupts: Interrupts, tools: ToolFile) throws {
        self.model = model
        self.printer = printer
        self.interrupts = interrupts
        toolbox = tools.isRunnable ? try Toolbox(tools.tools) : nil
    }

    /// Answers, and appends what was said meanwhile to the request, but not the last answer.
    func answer(_ request: inout ChatCompletionRequest) async throws -> Answer {
        for _ in 0..<Self.limit {
            let answer = try await printer.answer(request, model: model, interrupts: interrupts)
            guard let toolbox, let choice = answer.completion.choices.first, !answer.wasInterrupted,
                !choice.executableToolCalls.isEmpty
            else { return answer }
            request.messages.append(choice.message)
            let calls = choice.executableToolCalls
            for call in calls {
                Terminal.standardError("→ \(call.function.name)(\(call.function.arguments))\n")
            }
            request.messages += try await interrupts.cancelling { try await toolbox.messages(for: calls) }
            // A call that was demanded was made; demanding it again would never end.
            request.toolChoice = nil
        }
        throw CommandFailure(.cutOff, "The model still calls tools after \(Self.limit) rounds of them.")
    }
}
