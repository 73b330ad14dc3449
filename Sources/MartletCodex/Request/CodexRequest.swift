import Martlet
import MartletAPI

/// A chat completion request as Codex can take it.
struct CodexRequest: Sendable {
    let settings: CodexRequestSettings
    let history: CodexHistory
    /// The model to ask for; nil lets Codex choose.
    let model: ModelID?
    /// How many choices: each is a turn of a thread of its own.
    let choices: Int
    /// The leading instructions, and what the answer's form adds to them.
    let instructions: String?
    /// Tools that the caller answers.
    let dynamicTools: [JSONValue]
    let outputSchema: JSONValue?
    /// Whether the answer must be a JSON object. Codex is only told; ``formFault(of:)`` has the last word.
    let needsJSONObject: Bool
    let effort: String?
    let verbosity: String?
    let serviceTier: String?
    let stop: [String]
    let maxTokens: Int?
    let includesUsage: Bool
    let collectsToolCalls: Bool
    /// What could not be honoured, a sentence each.
    let notes: [String]

    /// Everything between the instructions and the input.
    var items: [JSONValue] { history.items }
    /// What the turn starts with.
    var input: [TurnInput] { history.input }

    /// How many characters a turn's input may have.
    static let inputCharacters = 1_048_576

    /// - Throws: `MartletError` with `invalidRequest`, naming the parameter: a value out of range, a message that cannot
    ///   be expressed, or a parameter that cannot be honoured where the settings say that this is an error.
    init(_ request: ChatCompletionRequest, settings: CodexRequestSettings) throws(MartletError) {
        try ParameterCheck.ranges(request, choiceLimit: settings.choiceLimit)
        history = try CodexHistory(request.messages)
        let (tools, toolNotes) = try DynamicTools.from(request)
        let unsupported = ParameterCheck.unsupported(request)
        var notes = unsupported.map { "Codex has no way to honour '\($0)'." } + toolNotes + history.notes
        if settings.unsupportedParameters == .error, let note = notes.first {
            throw .fault(unsupported.first ?? "messages", note)
        }
        let form = try AnswerForm(request.responseFormat)
        outputSchema = form.schema
        needsJSONObject = form.isJSONObject
        instructions =
            form.isJSONObject
            ? [history.instructions, AnswerForm.instruction].compactMap(\.self).joined(separator: "\n\n")
            : history.instructions
        self.settings = settings
        let named = request.model.flatMap { $0.rawValue.isEmpty ? nil : $0 } ?? settings.model
        model = named.map { settings.modelAliases[$0] ?? $0 }
        choices = request.n ?? 1
        dynamicTools = tools
        effort = request.reasoningEffort?.rawValue
        verbosity = request.verbosity?.rawValue
        serviceTier = request.serviceTier.flatMap { ["auto", "default"].contains($0.rawValue) ? nil : $0.rawValue }
        stop = request.stop?.sequences ?? []
        maxTokens = [request.maxTokens, request.maxCompletionTokens].compactMap(\.self).min()
        includesUsage = request.streamOptions?.includeUsage ?? false
        collectsToolCalls = settings.mode == .chat && request.parallelToolCalls != false
        let length = history.input.reduce(0) { sum, part in
            if case .text(let text) = part { sum + text.count } else { sum }
        }
        if length > Self.inputCharacters {
            throw .fault(
                "messages", "The last message has \(length) characters; Codex takes \(Self.inputCharacters) at most.")
        }
        if form.isJSONObject, request.stop != nil {
            notes.append("A stop sequence may cut the JSON object in the middle.")
        }
        self.notes = notes
    }

    // MARK: Over the app-server

    /// What each thread is started with.
    var threadSettings: ThreadSettings {
        var thread = ThreadSettings()
        thread.model = model
        thread.isEphemeral = settings.isEphemeral
        thread.serviceTier = serviceTier
        thread.dynamicTools = dynamicTools
        thread.modelProvider = settings.provider?.id
        if let provider = settings.provider {
            thread.configuration["model_providers.\(provider.id)"] = .object(provider.configuration)
        }
        thread.configuration["model_verbosity"] = verbosity.map { .string($0) }
        switch settings.mode {
        case .agent:
            thread.sandbox = settings.sandbox
            thread.approvalPolicy = settings.approvalPolicy
            thread.developerInstructions = instructions
            if settings.sandbox == .workspaceWrite, !settings.additionalDirectories.isEmpty {
                thread.configuration["sandbox_workspace_write.writable_roots"] = .array(
                    settings.additionalDirectories.map { .string($0) })
            }
        case .chat:
            thread.sandbox = .readOnly
            thread.approvalPolicy = .never
            // Empty is not the same as none: without any, Codex's own instructions are used.
            thread.baseInstructions = instructions ?? ""
            thread.hasNoEnvironment = true
            thread.configuration.merge(CodexOverrides.chat)
            for feature in CodexOverrides.disabledChatFeatures { thread.configuration["features.\(feature)"] = false }
        }
        thread.configuration.merge(settings.configuration)
        return thread
    }

    /// What puts the history into a thread; nil when there is none.
    func injection(into threadID: CodexThreadID) -> InjectItemsCall? {
        items.isEmpty ? nil : InjectItemsCall(threadID: threadID, items: items)
    }

    /// What starts the turn.
    func start(in threadID: CodexThreadID) -> TurnStartCall {
        TurnStartCall(threadID: threadID, input: input, effort: effort, outputSchema: outputSchema)
    }

    /// How the answer of each turn is read. What a handler answers, whether there is one for approvals, and the redactor
    /// are the client's to add.
    ///
    /// - Parameter isStreamed: Whether the answer is handed out as it comes. In agent mode all messages of the turn then
    ///   are the answer; else it is the last one. In chat mode there is only one.
    func turnSettings(isStreamed: Bool) -> TurnSettings {
        var turn = TurnSettings()
        turn.messages = isStreamed || settings.mode == .chat ? .all : .last
        turn.stop = stop
        turn.maxTokens = maxTokens
        turn.collectsToolCalls = collectsToolCalls
        return turn
    }

    /// What is wrong with the form of an answer; nil when nothing is, or when it was cut off.
    func formFault(of outcome: TurnOutcome) -> MartletError? {
        guard needsJSONObject, outcome.finishReason == .stop,
            (try? JSONValue(json: outcome.text))?.objectValue == nil
        else { return nil }
        return MartletError(
            .invalidOutput, "The answer should be a JSON object and is none. Ask again, or give a JSON schema.")
    }
}
