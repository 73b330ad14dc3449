import MartletAPI
import NIOCore

/// Continues texts: understands the request, refuses what is wrong with it, and asks the engine.
struct CompletionService: Sendable {
    let engine: any InferenceEngine
    let limits: PlatformLimits
    let models: ModelResolver
    let admissions: Admissions

    /// - Throws: ``PlatformError`` before anything of the answer has been sent.
    func answer(_ body: ByteBuffer) async throws -> EngineAnswer {
        let request = try RequestBody.decode(CompletionRequest.self, from: body)
        try validate(request)
        let model = try await models.model(request.model, for: .chat)
        let admission = try admissions.admit()
        let answer = try await engine.asked { engine in
            try await engine.complete(EngineCompletionRequest(model: model, completion: request, body: body))
        }
        guard case .streamed(let events) = answer else { return answer }
        return .streamed(AdmittedStream(base: events, admission: admission))
    }

    private func validate(_ request: CompletionRequest) throws(PlatformError) {
        try RequestBody.check(request.additionalProperties, modelled: Self.parameters, refusesOthers: false)
        try RequestBody.check("temperature", request.temperature, in: 0...2)
        try RequestBody.check("top_p", request.topP, in: 0...1)
        try RequestBody.check("frequency_penalty", request.frequencyPenalty, in: -2...2)
        try RequestBody.check("presence_penalty", request.presencePenalty, in: -2...2)
        try RequestBody.check("n", request.n, in: 1...max(1, limits.choices))
        try RequestBody.check("best_of", request.bestOf, in: 1...max(1, limits.choices))
        try RequestBody.check("logprobs", request.logprobs, in: 0...20)
        try RequestBody.check("max_tokens", request.maxTokens, in: 1...Int(Int32.max))
        if let bestOf = request.bestOf, bestOf < request.n ?? 1 {
            throw .invalidRequest("best_of must be at least n.", parameter: "best_of")
        }
        if request.stream == true, let bestOf = request.bestOf, bestOf > request.n ?? 1 {
            throw .invalidRequest("The best of several cannot be streamed: leave out best_of.", parameter: "best_of")
        }
        if let stop = request.stop, stop.sequences.contains("") {
            throw .invalidRequest("stop must not contain an empty sequence.", parameter: "stop")
        }
        for (name, bias) in request.logitBias ?? [:] where !(-100...100).contains(bias) {
            throw .invalidRequest(
                "The logit_bias of token \(name) must be between -100 and 100.", parameter: "logit_bias")
        }
        guard let texts = request.prompt.texts else { return }
        guard !texts.isEmpty else {
            throw .invalidRequest("prompt must have at least one text.", parameter: "prompt")
        }
        guard texts.count * (request.bestOf ?? request.n ?? 1) <= limits.texts else {
            throw .invalidRequest("A request may ask for \(limits.texts) texts at most.", parameter: "prompt")
        }
    }

    /// Every parameter that ``CompletionRequest`` models.
    private static let parameters: Set<String> = [
        "model", "prompt", "best_of", "echo", "frequency_penalty", "logit_bias", "logprobs", "max_tokens", "n",
        "presence_penalty", "seed", "stop", "stream", "stream_options", "suffix", "temperature", "top_p", "user",
    ]
}
