import MartletAPI

/// Makes one completion of the outcomes of a request's turns, one for each choice.
struct CodexResponse: Sendable {
    /// Of the request; its index does not matter.
    var template: ChunkTemplate
    var cliVersion: String?
    /// What the request's parameters gave rise to.
    var notes: [String] = []
    private var outcomes: [Int: TurnOutcome] = [:]

    init(template: ChunkTemplate, cliVersion: String? = nil, notes: [String] = []) {
        self.template = template
        self.cliVersion = cliVersion
        self.notes = notes
    }

    /// Adds what the turn of a choice brought.
    mutating func add(_ outcome: TurnOutcome, choice: Int) { outcomes[choice] = outcome }

    /// The sum over the choices; nil when any of them is unknown.
    var usage: CompletionUsage? { nil }

    /// The completion.
    var completion: ChatCompletion { ChatCompletion() }

    /// The last chunk of a stream whose request has `stream_options.include_usage`: no choices, and the usage.
    var usageChunk: ChatCompletionChunk { ChatCompletionChunk() }
}
