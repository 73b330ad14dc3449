import MartletAPI
import MartletServer

/// A request to continue texts, as one job for each text that is wanted, or the reason why it cannot be honoured.
///
/// `llama-server` ignores `echo` and `best_of`, and reports probabilities in another form: all of that is done here.
struct LlamaCompletionRequest {
    /// One continuation of one prompt.
    struct Job: Sendable {
        /// Its position among the choices of the answer; of tries for `best_of`, that of the first.
        var index: Int
        var prompt: String
        var request: CompletionRequest
    }

    /// OpenAI's default for `max_tokens`.
    private static let defaultMaxTokens = 16

    let original: CompletionRequest
    /// The jobs in the order of their choices.
    let jobs: [Job]
    /// How many tries there are for each prompt.
    let tries: Int
    /// How many choices there are for each prompt.
    let choices: Int

    /// - Throws: ``PlatformError`` with 400 and the name of a parameter that would be ignored.
    init(_ original: CompletionRequest) throws(PlatformError) {
        if original.suffix?.isEmpty == false { throw LlamaParameters.refusal(of: "suffix") }
        for name in original.additionalProperties.keys where !LlamaParameters.own.contains(name) {
            throw LlamaParameters.refusal(of: name)
        }
        if original.echo == true, original.logprobs != nil {
            throw .invalidRequest(
                "The local engine does not report the probabilities of the prompt: leave out echo or logprobs.",
                code: "unsupported_parameter", parameter: "echo")
        }
        guard let prompts = original.prompt.texts else {
            throw .invalidRequest(
                "prompt must be a string or an array of strings; the local engine takes no tokens.",
                code: "invalid_type", parameter: "prompt")
        }
        self.original = original
        choices = original.n ?? 1
        tries = max(choices, original.bestOf ?? choices)
        var request = original
        request.model = nil
        request.stream = true
        request.streamOptions = StreamOptions(includeUsage: true)
        request.n = nil
        request.bestOf = nil
        request.echo = nil
        request.user = nil
        request.maxTokens = original.maxTokens ?? Self.defaultMaxTokens
        // For 0 OpenAI reports the tokens themselves; the engine reports nothing.
        if let count = original.logprobs { request.logprobs = max(1, count) }
        // Choosing the likeliest needs the probabilities.
        if tries > choices { request.logprobs = max(1, original.logprobs ?? 1) }
        request.additionalProperties["return_progress"] = true
        if original.seed != nil { LlamaParameters.makeRepeatable(&request.additionalProperties) }
        var jobs: [Job] = []
        for (number, prompt) in prompts.enumerated() {
            for attempt in 0..<tries {
                var own = request
                own.prompt = .text(prompt)
                // The same seed would give the same text again.
                if let seed = original.seed, attempt > 0 { own.seed = seed &+ attempt }
                jobs.append(Job(index: number * choices + min(attempt, choices - 1), prompt: prompt, request: own))
            }
        }
        self.jobs = jobs
    }
}
