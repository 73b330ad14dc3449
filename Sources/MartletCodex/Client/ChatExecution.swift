import Martlet
import MartletAPI
import Synchronization

/// One request on its way: its turns, one for each choice, and their attempts.
struct ChatExecution: Sendable {
    let core: CodexCore
    let request: ChatCompletionRequest
    let options: CallOptions
    let conversation: ConversationTurn?
    /// Whether the answer is handed out as it comes.
    let isStreamed: Bool
    let template: ChunkTemplate
    let deadline: Deadline
    /// Gets the chunks. It must return soon.
    let deliver: @Sendable (CodexEvent) -> Void
    let relay: ActivityRelay

    /// Answers the request.
    ///
    /// - Throws: ``Martlet/MartletError``; `CancellationError`.
    func run() async throws -> ChatCompletion {
        do {
            let completion = try await answer()
            await relay.finish()
            return completion
        } catch {
            await relay.finish()
            throw error
        }
    }

    private func answer() async throws -> ChatCompletion {
        // Checked before anything is started: what makes no sense is refused at once.
        let checked = try CodexRequest(prepared, settings: options.settings)
        switch try await deadline.limit({ try await core.route() }) {
        case .exec: return try await answer(try execRequest(), over: .exec)
        case .appServer:
            do {
                return try await answer(checked, over: .appServer)
            } catch let error as MartletError where core.fallsBack(after: error) {
                return try await answer(try execRequest(), over: .exec)
            }
        }
    }

    private func execRequest() throws(MartletError) -> CodexRequest {
        try CodexRequest(prepared, settings: options.execSettings)
    }

    private func answer(_ codexRequest: CodexRequest, over route: CodexCore.Route) async throws -> ChatCompletion {
        for note in codexRequest.notes { report(.warning(note), choice: 0) }
        let version = try await deadline.limit { try await core.installation.find().version }
        var template = template
        template.systemFingerprint = "codex-cli-\(version)"
        let attempts = TurnAttempts(
            execution: self, request: codexRequest, route: route, template: template, hasDelivered: Flag())
        var response = CodexResponse(template: template, cliVersion: version.description, notes: codexRequest.notes)
        if codexRequest.choices == 1 {
            response.add(try await attempts.turn(0), choice: 0)
        } else {
            try await answer(choices: codexRequest.choices, attempts, into: &response)
        }
        if codexRequest.includesUsage, isStreamed { deliver(.chunk(response.usageChunk)) }
        return response.completion
    }

    /// Runs the turns of all choices at the same time.
    ///
    /// One that fails ends the others when nothing was delivered. Else they come to their ends, and then its error is
    /// thrown.
    private func answer(choices: Int, _ attempts: TurnAttempts, into response: inout CodexResponse) async throws {
        try await withThrowingTaskGroup(of: (Int, Result<TurnOutcome, any Error>).self) { group in
            for choice in 0..<choices {
                group.addTask {
                    do {
                        return (choice, .success(try await attempts.turn(choice)))
                    } catch {
                        return (choice, .failure(error))
                    }
                }
            }
            var failure: (any Error)?
            while let (choice, result) = try await group.next() {
                switch result {
                case .success(let outcome): response.add(outcome, choice: choice)
                case .failure(let error):
                    if failure == nil || failure is CancellationError { failure = error }
                    if !attempts.hasDelivered.isSet { group.cancelAll() }
                }
            }
            if let failure { throw failure }
        }
    }

    /// Hands on an event of a turn.
    func emit(_ event: CodexEvent) {
        if case .activity(let activity, _) = event { relay.send(activity) }
        deliver(event)
    }

    func report(_ activity: CodexActivity, choice: Int) {
        emit(.activity(activity, choice: choice))
    }

    /// The request with the client's defaults and tools.
    private var prepared: ChatCompletionRequest { prepare(request.messages) }

    /// The request with other messages.
    func prepare(_ messages: [ChatMessage]) -> ChatCompletionRequest {
        var request = request
        request.messages = messages
        let configuration = core.configuration
        if request.maxTokens == nil, request.maxCompletionTokens == nil { request.maxTokens = configuration.maxTokens }
        request.temperature = request.temperature ?? configuration.temperature
        request.topP = request.topP ?? configuration.topP
        if let toolbox = options.handlers.tools, request.toolChoice != ToolChoice.none {
            let known = Set((request.tools ?? []).compactMap { $0.function?.name })
            request.tools =
                (request.tools ?? []) + toolbox.definitions.filter { !known.contains($0.function?.name ?? "") }
        }
        return request
    }

    /// How the answer of a turn is read.
    func turnSettings(_ request: CodexRequest) -> TurnSettings {
        var settings = request.turnSettings(isStreamed: isStreamed)
        if core.configuration.deliversFinalMessageOnly { settings.messages = .last }
        settings.answeredTools = Set(options.handlers.tools?.tools.map(\.name) ?? [])
        settings.asksForApproval = options.handlers.approve != nil
        settings.textBytes = core.configuration.maximumTextBytes
        settings.redactor = core.redactor
        return settings
    }
}
