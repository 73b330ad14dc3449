/// A conversation in which a model called tools until it had its answer.
public struct ToolConversation: Sendable {
    /// The last answer, which asks for no more tools.
    public var completion: ChatCompletion
    /// All messages: those of the request, the calls, what the tools said, and the last answer.
    public var messages: [ChatMessage]
    /// What all rounds cost together; nil when the model did not say.
    public var usage: CompletionUsage?
}

extension ChatModel {
    /// Answers, and runs the tools that the model asks for until it asks for no more.
    ///
    /// - Parameters:
    ///   - request: The conversation. Its `tools` are those of the toolbox. A `toolChoice` that forces a call holds for
    ///     the first round only: else there would be no end.
    ///   - toolbox: The tools.
    ///   - maximumRounds: How often tools may be run. Default 10.
    /// - Throws: ``ToolError`` with ``ToolError/Code/tooManyRounds`` when the model still asks for tools after that; what
    ///   the model throws. A tool that fails is no error here: the model reads why.
    public func complete(
        _ request: ChatCompletionRequest, using toolbox: Toolbox, maximumRounds: Int = 10
    ) async throws -> ToolConversation {
        var request = request
        request.tools = toolbox.definitions.isEmpty ? nil : toolbox.definitions
        var usage: CompletionUsage?
        for _ in 0...max(0, maximumRounds) {
            let completion = try await complete(request)
            if let added = completion.usage { usage = (usage ?? CompletionUsage()).adding(added) }
            guard let choice = completion.choices.first else {
                return ToolConversation(completion: completion, messages: request.messages, usage: usage)
            }
            request.messages.append(choice.message)
            let calls = choice.executableToolCalls
            guard !calls.isEmpty else {
                return ToolConversation(completion: completion, messages: request.messages, usage: usage)
            }
            request.messages += try await toolbox.messages(for: calls)
            request.toolChoice = nil
        }
        throw ToolError(
            code: .tooManyRounds, message: "The model still asked for tools after \(maximumRounds) rounds of them.")
    }
}

extension ToolError.Code {
    /// The model asked for tools more often than it may.
    public static let tooManyRounds = ToolError.Code(rawValue: "too_many_rounds")
}

extension CompletionUsage {
    /// The counts of two answers together; details are left out.
    package func adding(_ other: CompletionUsage) -> CompletionUsage {
        CompletionUsage(
            promptTokens: Self.sum(promptTokens, other.promptTokens),
            completionTokens: Self.sum(completionTokens, other.completionTokens),
            totalTokens: Self.sum(totalTokens, other.totalTokens))
    }

    /// Servers send all kinds of numbers; the largest stands for what is larger.
    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? (left < 0 ? .min : .max) : sum
    }
}
