import MartletAPI

/// Decides what a call of an agent does next: asks the model, runs a tool, or ends. No I/O: events in, steps out.
///
/// Both kinds of calls, streamed or not, are driven by it. Whatever happens, ``messages`` is a conversation that a
/// platform accepts: an assistant's message with tool calls is followed by an answer to each of them.
struct ToolLoop: Sendable {
    /// What the caller has to do, before it reports what came of it.
    enum Step: Sendable {
        /// Send the history and ``ToolLoop/messages``; report with ``ToolLoop/receive(_:)``.
        case request
        /// Run the tool; report with ``ToolLoop/toolReturned(_:)`` or ``ToolLoop/toolFailed(_:isRepeatable:)``.
        case run(ToolCall)
        /// A call that must not be run; report with ``ToolLoop/toolFailed(_:isRepeatable:)``.
        case refuse(ToolCall, ToolExecutionError)
        /// The call is over.
        case finish
        /// The call fails; nothing of it is kept.
        case fail(ToolExecutionError)
    }

    /// What the caller of the agent wants.
    struct Rules: Sendable {
        /// Whether tools are run.
        var executesTools = true
        /// How many answers with tool calls are acted upon. Less than 1 runs no tool.
        var maximumIterations = 5
        /// What happens when a tool fails.
        var failurePolicy = ToolFailurePolicy.raise
    }

    private let rules: Rules
    private var identifiers: ToolCallIdentifiers
    /// What the call adds to the history, the user's message first.
    private(set) var messages: [ChatMessage]
    /// The text of the last answer.
    private(set) var text = ""
    /// How many answers with tool calls were acted upon.
    private(set) var iterations = 0
    /// Whether the model asked for more tools than it may.
    private(set) var hitToolLimit = false
    /// The calls of the last answer that are not answered yet.
    private var pending: ArraySlice<ToolCall> = []
    /// The calls of the last answer, each with an identifier.
    private(set) var calls: [ToolCall] = []
    /// Why calls of the last answer must not be run.
    private var refusal: String?
    /// How often the first of the pending calls was run.
    private(set) var attempts = 0

    /// - Parameters:
    ///   - message: What the user says.
    ///   - history: What was said before; only its identifiers of tool calls matter here.
    init(_ message: ChatMessage, history: [ChatMessage] = [], rules: Rules = Rules()) {
        self.rules = rules
        messages = [message]
        identifiers = ToolCallIdentifiers(history)
    }

    /// The first step.
    func start() -> Step { .request }

    /// The model has answered.
    mutating func receive(_ choice: ChatCompletionChoice) -> Step {
        let message = choice.message
        text = message.text
        calls = identifiers.complete(message.toolCalls ?? [])
        pending = calls[...]
        guard !pending.isEmpty else {
            // An empty message says nothing, and some platforms refuse it.
            if !text.isEmpty || message.holdsOtherParts { messages.append(.history(of: message, calls: nil)) }
            return .finish
        }
        messages.append(.history(of: message, calls: calls))
        guard rules.executesTools else {
            // The caller runs and answers them.
            pending = []
            return .finish
        }
        guard rules.maximumIterations > 0 else {
            hitToolLimit = true
            answerPending(with: Self.limitNotice)
            return .finish
        }
        iterations += 1
        refusal = Self.reasonToRefuse(choice)
        return nextCall()
    }

    /// The tool that ``Step/run(_:)`` named has a result.
    mutating func toolReturned(_ output: String) -> Step {
        answerFirst(with: output)
        return nextCall()
    }

    /// The tool that ``Step/run(_:)`` or ``Step/refuse(_:_:)`` named has no result.
    ///
    /// - Parameter isRepeatable: Whether running it once more can help: not where it was never run.
    mutating func toolFailed(_ error: ToolExecutionError, isRepeatable: Bool = true) -> Step {
        switch rules.failurePolicy {
        case .raise:
            return .fail(error)
        case .retryOnce where isRepeatable && attempts < 2:
            guard let call = pending.first else { return nextCall() }
            attempts += 1
            return .run(call)
        case .retryOnce, .injectMessage:
            answerFirst(with: Self.failureNotice(error))
            return nextCall()
        }
    }

    /// What the model is told of a tool that failed.
    static func failureNotice(_ error: ToolExecutionError) -> String {
        "Tool execution failed: \("\(error)".prefix(maximumNotice))"
    }
    /// The most characters of an error that the model is told.
    static let maximumNotice = 10_000
    static let limitNotice = "This tool was not run: the limit of tool calls is reached."
    static let stopNotice = "This tool was not run: the answer was stopped."

    /// The next call of the last answer; when all are answered, the next request, or the end.
    private mutating func nextCall() -> Step {
        guard let call = pending.first else {
            guard iterations < rules.maximumIterations else {
                hitToolLimit = true
                return .finish
            }
            return .request
        }
        attempts = 1
        guard let refusal else { return .run(call) }
        let name = call.function.name
        return .refuse(
            call, ToolExecutionError("The tool '\(name)' was not run: \(refusal)", tool: name, error: refusal))
    }

    private mutating func answerFirst(with text: String) {
        guard let call = pending.popFirst() else { return }
        messages.append(.tool(text, answering: call.id))
    }

    private mutating func answerPending(with text: String) {
        while !pending.isEmpty { answerFirst(with: text) }
    }

    /// Why an answer's tool calls must not be run; nil when they may.
    ///
    /// Any reason to finish will do as long as the calls are whole; a call that was cut off must never run.
    private static func reasonToRefuse(_ choice: ChatCompletionChoice) -> String? {
        switch choice.finishReason {
        case .length?:
            "the answer was cut off at the token limit in the middle of a tool call. Raise max_tokens."
        case .contentFilter?:
            "a filter cut the answer off in the middle of a tool call."
        default:
            choice.executableToolCalls.isEmpty
                ? "the answer ended before the arguments of its tool calls were complete." : nil
        }
    }
}

extension ToolLoop {
    /// What is to be kept of a call that is given up in the middle.
    ///
    /// - Parameters:
    ///   - partialText: What had come of the answer that is under way.
    ///   - hasDelivered: Whether the caller had got any text.
    /// - Returns: The user's message, what followed it, and the partial text; nothing when the caller had got no text.
    func messagesToKeep(partialText: String, hasDelivered: Bool) -> [ChatMessage] {
        guard hasDelivered else { return [] }
        var copy = self
        copy.answerPending(with: Self.stopNotice)
        if !partialText.isEmpty { copy.messages.append(.assistant(partialText)) }
        return copy.messages
    }
}
