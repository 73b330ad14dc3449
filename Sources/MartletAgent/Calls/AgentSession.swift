import Logging
import Martlet
import MartletAPI

/// One call of an agent from its beginning to its end: an event at a time, in the task of whoever asks for them.
///
/// ``ToolLoop`` decides what is done; this does it. It ends in exactly one way: finished, failed, or given up (cancelled, or
/// dropped in the middle), and sees to the history and to the queue in each.
final class AgentSession {
    enum Phase {
        /// Nothing has happened yet.
        case created
        /// The loop's step is to be taken.
        case step(ToolLoop.Step)
        /// A tool was announced and is to be run now.
        case tool(ToolCall, refused: ToolExecutionError?)
        /// A streamed answer is under way.
        case streaming
        /// Nothing more happens.
        case over
    }

    let core: AgentCore
    let call: AgentCall
    let clock = ContinuousClock()
    var phase = Phase.created
    /// What is to be delivered before anything else is done.
    private var events: [AgentEvent] = []
    private var nextEvent = 0

    // What is known from the beginning on.
    var runtime = RuntimeConfig()
    var errors = ErrorContext(runtime: RuntimeConfig())
    var startedAt: ContinuousClock.Instant
    private var isInQueue = false
    var plan: AgentPlan?
    var loop: ToolLoop?

    // What has come so far.
    var rounds: [AgentRound] = []
    var runs: [ToolRun] = []
    var answer: ChatCompletion?
    /// The streamed answer under way.
    var stream: StreamedRound?
    /// Whether any text was delivered.
    var hasDelivered = false
    /// Whether streamed text was printed.
    var hasPrinted = false
    /// When the request or the tool began that is under way.
    var exchangeStartedAt: ContinuousClock.Instant

    init(_ core: AgentCore, _ call: AgentCall) {
        self.core = core
        self.call = call
        startedAt = clock.now
        exchangeStartedAt = startedAt
    }

    deinit { giveUp() }

    /// The next event; nil when the call is over.
    ///
    /// - Throws: A ``ChatAPIError``; `CancellationError`. The call is over then.
    func next() async throws -> AgentEvent? {
        while true {
            if let event = popEvent() { return event }
            if case .over = phase { return nil }
            do {
                try Task.checkCancellation()
                try await advance()
            } catch {
                await learnModels(after: error)
                throw fail(error)
            }
        }
    }

    /// Makes the whole call.
    func reply() async throws -> AgentReply {
        while let event = try await next() {
            if case .reply(let reply) = event { return reply }
        }
        // Nothing comes after the reply, and an error was thrown.
        throw CancellationError()
    }

    func deliver(_ event: AgentEvent) { events.append(event) }

    private func popEvent() -> AgentEvent? {
        guard nextEvent < events.count else { return nil }
        defer {
            nextEvent += 1
            if nextEvent == events.count {
                events.removeAll(keepingCapacity: true)
                nextEvent = 0
            }
        }
        return events[nextEvent]
    }

    // MARK: Steps

    private func advance() async throws {
        if isInQueue { core.queue.touch() }
        switch phase {
        case .created: try await begin()
        case .step(let step): try await take(step)
        case .tool(let call, let refused): try await run(call, refused: refused)
        case .streaming: try await readStream()
        case .over: break
        }
    }

    private func begin() async throws {
        do {
            try await core.queue.enter()
        } catch let refusal as CallQueue.Refusal {
            throw refusal.error
        }
        isInQueue = true
        startedAt = clock.now
        exchangeStartedAt = startedAt
        let state = core.snapshot
        runtime = state.settings.runtimeConfig
        core.telemetry.update(model: state.settings.modelConfig, runtime: runtime)
        errors = ErrorContext(
            runtime: runtime, model: call.overrides.model.applied(to: state.settings.modelConfig.model))
        let plan = try await AgentPlan(call, state: state, core: core)
        errors.url = plan.model.url
        errors.model = plan.template.model
        let loop = ToolLoop(plan.message, history: state.messages, rules: plan.rules)
        self.plan = plan
        self.loop = loop
        phase = .step(loop.start())
    }

    private func take(_ step: ToolLoop.Step) async throws {
        guard let plan, let loop else { return }
        switch step {
        case .request:
            // Closed while it was under way: what is sent now would only fail.
            if core.queue.isClosed { throw CallQueue.Refusal.closed.error }
            exchangeStartedAt = clock.now
            if call.isStreamed {
                stream = StreamedRound()
                phase = .streaming
                try await openStream()
            } else {
                try await complete(plan, messages: plan.history + loop.messages)
            }
        case .run(let toolCall):
            announce(toolCall, refused: nil)
        case .refuse(let toolCall, let error):
            announce(toolCall, refused: error)
        case .finish:
            await finish()
        case .fail(let error):
            throw error
        }
    }

    private func complete(_ plan: AgentPlan, messages: [ChatMessage]) async throws {
        let request = try plan.template.request(
            messages, isStreamed: false, includesUsage: false, isFirst: rounds.isEmpty)
        core.telemetry.step("Asking the model", metadata: ["messages": "\(messages.count)"])
        let start = clock.now
        let (completion, attempts) = try await plan.model.complete(request)
        if runtime.strictParsing { try StrictReply.check(completion, errors) }
        guard let choice = completion.mainChoice else {
            throw APIResponseError(errors.cut("The platform's answer has no choices."))
        }
        if let reasoning = choice.reasoningText, !reasoning.isEmpty {
            await callBack(reasoning, to: runtime.onReasoningChunk, named: "on_reasoning_chunk")
            deliver(.reasoning(reasoning))
        }
        if !choice.message.text.isEmpty { deliver(.text(choice.message.text)) }
        receive(completion, choice: choice, latency: clock.now - start, first: nil, retries: attempts - 1)
    }

    /// Takes over a complete answer of the model.
    func receive(
        _ completion: ChatCompletion, choice: ChatCompletionChoice, latency: Duration, first: Duration?, retries: Int
    ) {
        guard loop != nil else { return }
        let usage = completion.usage.flatMap { $0 == CompletionUsage() ? nil : $0 }
        core.telemetry.responseCompleted(
            ModelResponseRecord(
                model: completion.model ?? errors.model, usage: usage, characters: choice.message.text.count,
                isStream: call.isStreamed, latency: latency, timeToFirstToken: first, retries: retries))
        answer = completion
        guard let step = loop?.receive(choice) else { return }
        let round = AgentRound(
            text: choice.message.text, toolCalls: loop?.calls ?? [], finishReason: choice.finishReason,
            usage: usage, latency: latency, timeToFirstToken: first, retries: retries)
        rounds.append(round)
        deliver(.roundFinished(round))
        phase = .step(step)
    }

    func callBack<Value: Sendable>(
        _ value: Value, to callback: (@Sendable (Value) async throws -> Void)?, named name: String
    ) async {
        guard callback != nil else { return }
        await core.queue.surrounding { await core.telemetry.deliver(value, to: callback, named: name) }
    }

    // MARK: Ends

    private func finish() async {
        guard let loop, let answer, let choice = answer.mainChoice else { return }
        if loop.hitToolLimit {
            core.telemetry.logger.warning(
                "The limit of tool calls is reached", metadata: ["iterations": "\(loop.iterations)"])
        }
        if hasPrinted { core.output("\n") }
        if call.addsToHistory { core.update { $0.messages += loop.messages } }
        let reply = AgentReply(
            text: loop.text, reasoning: choice.reasoningText, refusal: choice.message.refusal, choices: answer.choices,
            finishReason: choice.finishReason, model: answer.model, rounds: rounds, toolRuns: runs,
            hitToolLimit: loop.hitToolLimit, messages: loop.messages, duration: clock.now - startedAt)
        if !call.isStreamed { await callBack(reply.text, to: runtime.responseCallback, named: "response_callback") }
        leave()
        deliver(.reply(reply))
    }

    /// Ends the call with an error; nothing of it is kept.
    private func fail(_ error: any Error) -> any Error {
        // Whatever is thrown in a cancelled task comes of that.
        if error is CancellationError || Task.isCancelled {
            giveUp()
            return CancellationError()
        }
        let error = errors.error(for: error)
        stream = nil
        if hasPrinted { core.output("\n") }
        core.telemetry.callFailed(error, latency: clock.now - exchangeStartedAt)
        core.telemetry.logger.error("The call failed", metadata: ["error": "\(error)"])
        leave()
        return error
    }

    /// Ends the call in the middle: the history keeps what the caller has seen.
    private func giveUp() {
        if case .over = phase { return }
        if let loop, call.isStreamed, call.addsToHistory {
            let kept = loop.messagesToKeep(partialText: stream?.text ?? "", hasDelivered: hasDelivered)
            if !kept.isEmpty { core.update { $0.messages += kept } }
        }
        // Before the next call begins, so that the platform sees the end of this one first.
        stream = nil
        leave()
    }

    private func leave() {
        phase = .over
        guard isInQueue else { return }
        isInQueue = false
        core.queue.leave()
    }
}

extension CallQueue.Refusal {
    /// The error that a caller of the agent sees.
    var error: any ChatAPIError {
        switch self {
        case .closed: APIConnectionError("The agent is closed. Make a new one.")
        case .waitsForItself:
            ConfigurationError(
                "This call would wait for itself: it is made by a tool or a callback of the agent, or while the same task "
                    + "reads a streamed answer of the agent. Use another agent for it, or end the stream first.")
        }
    }
}

extension ChatCompletion {
    /// The choice that counts: number 0, or else the first.
    var mainChoice: ChatCompletionChoice? { choices.first { $0.index == 0 } ?? choices.first }
}
