import HTTPTypes
import Logging
import MartletAPI

/// Answers a run: asks the model, runs the platform's tools it asks for, and asks again until there is an answer.
struct RunExecutor: Sendable {
    /// What became of a run, and the steps that led there.
    struct Result: Sendable {
        var outcome: RunOutcome
        var steps: [RunStep]
    }

    /// How often a run may use tools.
    static let maximumRounds = 10
    /// How often the model is asked when it has no time.
    static let maximumAttempts = 4
    /// OpenAI: a run that waits for outputs expires "10 minutes" after it was created.
    static let secondsForOutputs = 600

    let engine: any InferenceEngine
    let tools: ServerTools
    let events: RunEvents
    let clock: WallClock
    let logger: Logger

    /// - Throws: `CancellationError`, and nothing else: what fails is the run's failure.
    func execute(_ claim: ClaimedRun) async throws -> Result {
        var work = RunWork(claim: claim)
        do {
            let outcome = try await answer(claim, &work)
            return Result(outcome: outcome, steps: work.steps)
        } catch {
            // A worker that is stopped sees errors of what it was stopped in.
            try Task.checkCancellation()
            return Result(outcome: .failed(failure(error), usage: work.answer.usage), steps: work.steps)
        }
    }

    private func answer(_ claim: ClaimedRun, _ work: inout RunWork) async throws -> RunOutcome {
        guard let assistant = claim.assistant else {
            throw PlatformError(
                .notFound, code: "assistant_not_found",
                "The assistant \(claim.run.assistantID) was deleted before the run began.")
        }
        let recorder = AttachmentRecorder(claim.run.attachments)
        let toolbox = try tools.toolbox(for: assistant, recorder: recorder)
        let functions = try clientFunctions(of: claim.run, assistant)
        var claim = claim
        for _ in 0...Self.maximumRounds {
            let prompt = RunPrompt(claim: claim, tools: toolbox.definitions + functions)
            let choice = try await askPatiently(try prompt.request(), claim.run, &work)
            let calls = choice.executableToolCalls
            guard !calls.isEmpty else {
                let message = work.answer.message(
                    of: claim.run, attachments: recorder.attachments,
                    incompleteReason: choice.finishReason == .length ? "max_tokens" : nil, now: clock.now())
                work.end(message, now: clock.now())
                return .answered(message, usage: work.answer.usage)
            }
            claim.run.rounds.append(choice.message)
            let own = calls.filter { toolbox[$0.function.name] != nil || !functions.contains($0) }
            var step = RunStep.toolCalls(own, of: claim.run, now: clock.now())
            if !own.isEmpty { events.publish(.step(step), of: claim.run.id) }
            let outputs = try await toolbox.messages(for: own)
            claim.run.rounds += outputs
            if !own.isEmpty {
                step.end(with: outputs, now: clock.now())
                work.steps.append(step)
                events.publish(.step(step), of: claim.run.id)
            }
            if own.count < calls.count {
                return .needsOutputs(
                    rounds: claim.run.rounds, attachments: recorder.attachments, usage: work.answer.usage,
                    expiresAt: clock.now() + Self.secondsForOutputs)
            }
        }
        throw PlatformError(
            .internalServerError, code: "too_many_tool_rounds",
            "The model still asked for tools after \(Self.maximumRounds) rounds of them.")
    }

    /// Asks again when the engine has no place or is just starting, unless something was said already.
    private func askPatiently(
        _ request: ChatCompletionRequest, _ run: StoredRun, _ work: inout RunWork
    ) async throws -> ChatCompletionChoice {
        for attempt in 1..<Self.maximumAttempts {
            do {
                return try await ask(request, run, &work)
            } catch let error as PlatformError where error.isPassing && !work.hasBegun {
                let wait = error.retryAfter.map { min($0, 30) } ?? 1 << (attempt - 1)
                try await Task.sleep(for: .seconds(wait))
            }
        }
        return try await ask(request, run, &work)
    }

    /// One answer of the model, told to the watchers as it comes.
    private func ask(
        _ request: ChatCompletionRequest, _ run: StoredRun, _ work: inout RunWork
    ) async throws -> ChatCompletionChoice {
        var accumulator = ChatCompletionAccumulator()
        var isFirst = true
        for try await chunk in try await EngineChatModel(engine: engine).stream(request) {
            try accumulator.add(chunk)
            guard let text = chunk.choices.first(where: { $0.index == 0 })?.delta.content, !text.isEmpty else {
                continue
            }
            for event in work.begin(run, now: clock.now()) { events.publish(event, of: run.id) }
            events.publish(
                .messageText(work.answer.messageID, isFirst ? work.answer.addition(text) : text), of: run.id)
            isFirst = false
        }
        let completion = accumulator.completion
        work.answer.addUsage(completion.usage)
        guard let choice = completion.choices.first else {
            throw PlatformError(.badGateway, code: "engine_failed", "The engine answered without an answer.")
        }
        work.answer.add(choice.message.text)
        work.answer.addReasoning(choice.reasoningText ?? "")
        return choice
    }

    /// The functions that the client runs itself.
    private func clientFunctions(
        of run: StoredRun, _ assistant: StoredAssistant
    ) throws -> [ToolDefinition] {
        let tools = run.parameters["tools"]?.arrayValue ?? assistant.details["tools"]?.arrayValue ?? []
        return try tools.filter { $0["type"] == "function" }.map { try ToolDefinition(json: $0.jsonBytes()) }
    }

    private func failure(_ error: any Error) -> StoredRun.Failure {
        if let error = error as? PlatformError {
            return StoredRun.Failure(code: error.body.code ?? "server_error", message: error.body.message)
        }
        logger.error("A run failed", metadata: ["error": "\(error)"])
        return StoredRun.Failure(
            code: "server_error", message: "The platform failed while it answered. Its log has the reason.")
    }
}

extension [ToolDefinition] {
    /// Whether a call is of one of these functions.
    fileprivate func contains(_ call: ToolCall) -> Bool {
        contains { $0.function?.name == call.function.name }
    }
}

extension PlatformError {
    /// Whether the same request may be answered in a moment.
    fileprivate var isPassing: Bool {
        status == .tooManyRequests || status == .serviceUnavailable && body.code != "no_model"
    }
}
