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
    static let maximumAttempts = 6
    /// OpenAI: a run that waits for outputs expires "10 minutes" after it was created.
    static let secondsForOutputs = 600

    let engine: any InferenceEngine
    let tools: ServerTools
    /// Nil on a platform without vector stores.
    let fileSearch: FileSearch?
    let events: RunEvents
    let clock: WallClock
    let logger: Logger

    /// - Throws: `CancellationError`, and nothing else: what fails is the run's failure.
    func execute(_ claim: ClaimedRun) async throws -> Result {
        var work = RunWork(claim: claim)
        if let failure = claim.failure { return Result(outcome: .failed(failure, usage: nil), steps: []) }
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
        let search = try await fileSearch?.plan(for: claim.run, by: assistant)
        let passages = try await passages(search, claim, recorder, &work)
        let toolbox = try tools.toolbox(
            for: assistant, recorder: recorder, and: search.map { [FileSearchTool(plan: $0)] } ?? [])
        let functions = try clientFunctions(of: claim.run, assistant)
        let budget = RunBudget(claim.run.parameters)
        var claim = claim
        for _ in 0...Self.maximumRounds {
            var request = try RunPrompt(claim: claim, tools: toolbox.definitions + functions, passages: passages)
                .request()
            if let remaining = budget.remaining(after: work.answer.usage) {
                guard remaining > 0 else { return cutShort(claim.run, "max_completion_tokens", recorder, &work) }
                request.maxCompletionTokens = remaining
            }
            let choice = try await askPatiently(request, claim.run, &work)
            let calls = choice.executableToolCalls
            if budget.hasBeenExceeded(byPromptsOf: work.answer.usage) {
                return cutShort(
                    claim.run, "max_prompt_tokens", recorder, isWhole: calls.isEmpty && choice.isWhole, &work)
            }
            guard !calls.isEmpty else {
                let message = message(of: claim.run, recorder, isWhole: choice.isWhole, &work)
                return .answered(message, usage: work.answer.usage)
            }
            claim.run.rounds.append(choice.message)
            let own = calls.filter { toolbox[$0.function.name] != nil || !functions.contains($0) }
            let searches = search == nil ? [] : own.filter { $0.function.name == FileSearchTool.name }
            var step = RunStep.toolCalls(
                calls, searches: Set(searches.map(\.id)), of: claim.run, now: clock.now())
            if !own.isEmpty { tell(.step(step), of: claim.run) }
            let outputs = try await toolbox.messages(for: own)
            claim.run.rounds += outputs
            step.add(Self.texts(outputs), found: Self.found(searches, search), now: clock.now())
            guard own.count < calls.count else {
                work.steps.append(step)
                tell(.step(step), of: claim.run)
                continue
            }
            return needsOutputs(of: claim.run, step, recorder, &work)
        }
        throw PlatformError(
            .internalServerError, code: "too_many_tool_rounds",
            "The model still asked for tools after \(Self.maximumRounds) rounds of them.")
    }

    /// What the platform finds for the user's message before the model is asked: small models seldom search by
    /// themselves.
    private func passages(
        _ search: FileSearchPlan?, _ claim: ClaimedRun, _ recorder: AttachmentRecorder, _ work: inout RunWork
    ) async throws -> String? {
        guard let search, search.isFirst, let message = claim.messages.last(where: { $0.role == .user }),
            let query = FileSearchPlan.query(for: message.text)
        else { return nil }
        // A run that goes on with outputs has its sources and its step already.
        let isNew = claim.run.rounds.isEmpty
        let passages = try await search.search(
            query, threshold: FileSearchOptions.firstThreshold, recorder: isNew ? recorder : nil)
        if isNew {
            let step = RunStep.searched(search.call(query), of: claim.run, now: clock.now())
            work.steps.append(step)
            tell(.step(step), of: claim.run)
        }
        return passages
    }

    /// What searches have found, by their calls.
    private static func found(_ calls: [ToolCall], _ search: FileSearchPlan?) -> [ToolCallID: JSONValue] {
        guard let search else { return [:] }
        return Dictionary(calls.map { ($0.id, search.call(FileSearchTool.query(of: $0) ?? "")) }) { $1 }
    }

    /// The answer, which watchers are told of at least now.
    private func message(
        of run: StoredRun, _ recorder: AttachmentRecorder, isWhole: Bool, _ work: inout RunWork
    ) -> StoredMessage {
        let now = clock.now()
        let message = work.answer.message(
            of: run, attachments: recorder.attachments, incompleteReason: isWhole ? nil : "max_tokens", now: now)
        for event in work.begin(run, now: now) { tell(event, of: run) }
        work.end(message, of: run, now: now)
        return message
    }

    /// Ends a run at a limit of its own. Without a text there is no message.
    private func cutShort(
        _ run: StoredRun, _ reason: String, _ recorder: AttachmentRecorder, isWhole: Bool = false,
        _ work: inout RunWork
    ) -> RunOutcome {
        let hasText = !work.answer.text.allSatisfy(\.isWhitespace)
        let message = hasText ? message(of: run, recorder, isWhole: isWhole, &work) : nil
        return .cutShort(message, reason: reason, usage: work.answer.usage)
    }

    private func needsOutputs(
        of run: StoredRun, _ step: RunStep, _ recorder: AttachmentRecorder, _ work: inout RunWork
    ) -> RunOutcome {
        let now = clock.now()
        let message = work.answer.messageBeforeOutputs(of: run, now: now)
        if let message { work.end(message, of: run, now: now) }
        work.steps.append(step)
        return .needsOutputs(
            rounds: run.rounds, attachments: recorder.attachments, usage: work.answer.usage,
            expiresAt: now + Self.secondsForOutputs, message: message)
    }

    private static func texts(_ outputs: [ChatMessage]) -> [ToolCallID: String] {
        Dictionary(outputs.compactMap { output in output.toolCallID.map { ($0, output.text) } }) { $1 }
    }

    private func tell(_ event: RunEvent, of run: StoredRun) {
        events.publish(event, of: run.id, attempt: run.attempt)
    }

    /// Asks again when the engine has no place or is just starting, unless something was said already.
    private func askPatiently(
        _ request: ChatCompletionRequest, _ run: StoredRun, _ work: inout RunWork
    ) async throws -> ChatCompletionChoice {
        for attempt in 1..<Self.maximumAttempts {
            let before = work
            do {
                return try await ask(request, run, &work)
            } catch let error as PlatformError where error.isPassing && work.toldCharacters == before.toldCharacters {
                work = before
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
            let addition = isFirst ? work.answer.addition(text) : text
            isFirst = false
            for event in work.tell(addition, of: run, now: clock.now()) { tell(event, of: run) }
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
            return StoredRun.Failure(code: error.body.code ?? error.runErrorCode, message: error.body.message)
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

extension ChatCompletionChoice {
    /// Whether the answer ended by itself.
    fileprivate var isWhole: Bool { finishReason != .length }
}

extension PlatformError {
    /// One of OpenAI's three: "`server_error`, `rate_limit_exceeded`, or `invalid_prompt`".
    fileprivate var runErrorCode: String {
        switch status.code {
        case 429: "rate_limit_exceeded"
        case 400..<500: "invalid_prompt"
        default: "server_error"
        }
    }
}
