import MartletAPI

/// Makes one completion of the outcomes of a request's turns, one for each choice.
struct CodexResponse: Sendable {
    /// Of the request; its index does not matter.
    var template: ChunkTemplate
    var cliVersion: String?
    /// What of the request's parameters could not be honoured.
    var notes: [String] = []
    private var outcomes: [Int: TurnOutcome] = [:]

    init(template: ChunkTemplate, cliVersion: String? = nil, notes: [String] = []) {
        self.template = template
        self.cliVersion = cliVersion
        self.notes = notes
    }

    /// Adds what the turn of a choice brought.
    mutating func add(_ outcome: TurnOutcome, choice: Int) { outcomes[choice] = outcome }

    private var inOrder: [(choice: Int, outcome: TurnOutcome)] {
        outcomes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The sum over the choices; nil when that of any is unknown: part of a sum would be a guess.
    var usage: CompletionUsage? {
        let counts = inOrder.map(\.outcome.usage)
        guard let first = counts.first ?? nil, !counts.contains(where: { $0 == nil }) else { return nil }
        return counts.dropFirst().reduce(first) { $0 + ($1 ?? CodexTokenUsage()) }.completionUsage
    }

    /// The completion.
    var completion: ChatCompletion {
        var completion = ChatCompletion(
            id: template.id, created: template.created, model: inOrder.first?.outcome.model ?? template.model,
            choices: inOrder.map { Self.choice($0.choice, $0.outcome) }, usage: usage)
        completion.object = "chat.completion"
        completion.systemFingerprint = template.systemFingerprint
        completion.additionalProperties["codex"] = extra
        return completion
    }

    /// The last chunk of a stream whose request has `stream_options.include_usage`: no choices, and the usage.
    var usageChunk: ChatCompletionChunk {
        var chunk = ChatCompletionChunk(
            id: template.id, created: template.created, model: inOrder.first?.outcome.model ?? template.model,
            usage: usage)
        chunk.object = "chat.completion.chunk"
        chunk.systemFingerprint = template.systemFingerprint
        chunk.additionalProperties["codex"] = extra
        return chunk
    }

    private static func choice(_ index: Int, _ outcome: TurnOutcome) -> ChatCompletionChoice {
        // OpenAI: a message that only calls tools has no content.
        let content = outcome.text.isEmpty && !outcome.toolCalls.isEmpty ? nil : ChatContent.text(outcome.text)
        var message = ChatMessage(role: .assistant, content: content)
        message.reasoningContent = outcome.reasoning
        message.toolCalls = outcome.toolCalls.isEmpty ? nil : outcome.toolCalls
        return ChatCompletionChoice(message: message, index: index, finishReason: outcome.finishReason)
    }

    /// The `codex` member: of the first choice, and of the others in `choices` when there are some.
    var extra: JSONValue {
        var object: JSONObject = [:]
        object["cliVersion"] = cliVersion.map { .string($0) }
        let turns = inOrder.map { CodexExtension.json($0.outcome) }
        if let first = turns.first { object.merge(first) }
        let warnings = notes.map { JSONValue.string($0) } + (object["warnings"]?.arrayValue ?? [])
        object["warnings"] = .array(warnings)
        if turns.count > 1 { object["choices"] = .array(turns.map { .object($0) }) }
        return .object(object)
    }
}
