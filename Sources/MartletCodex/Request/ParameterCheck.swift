import Martlet
import MartletAPI

/// Looks over a request's parameters: those out of range are errors, those that Codex has no way to honour are told.
enum ParameterCheck {
    /// The most stop sequences, as OpenAI has it.
    static let stopLimit = 4

    /// - Throws: `MartletError` with `invalidRequest`, which names the parameter.
    static func ranges(_ request: ChatCompletionRequest, choiceLimit: Int) throws(MartletError) {
        try range("temperature", request.temperature, 0...2)
        try range("top_p", request.topP, 0...1)
        try range("frequency_penalty", request.frequencyPenalty, -2...2)
        try range("presence_penalty", request.presencePenalty, -2...2)
        try range("n", request.n, 1...max(1, choiceLimit))
        try range("max_tokens", request.maxTokens, 1...Int.max)
        try range("max_completion_tokens", request.maxCompletionTokens, 1...Int.max)
        try range("top_logprobs", request.topLogprobs, 0...20)
        let stop = request.stop?.sequences ?? []
        if stop.count > stopLimit {
            throw .fault("stop", "'stop' takes at most \(stopLimit) sequences, not \(stop.count).")
        }
        if stop.contains(where: \.isEmpty) { throw .fault("stop", "A stop sequence must not be empty.") }
    }

    private static func range<Value: Comparable>(
        _ name: String, _ value: Value?, _ range: ClosedRange<Value>
    ) throws(MartletError) {
        guard let value, !range.contains(value) else { return }
        throw .fault(name, "'\(name)' must be between \(range.lowerBound) and \(range.upperBound), not \(value).")
    }

    /// The parameters that Codex cannot honour, by name. One that has its default's value is honoured.
    static func unsupported(_ request: ChatCompletionRequest) -> [String] {
        var names: [String] = []
        func note(_ name: String, _ isSet: Bool) {
            if isSet { names.append(name) }
        }
        note("temperature", request.temperature.map { $0 != 1 } ?? false)
        note("top_p", request.topP.map { $0 != 1 } ?? false)
        note("frequency_penalty", request.frequencyPenalty.map { $0 != 0 } ?? false)
        note("presence_penalty", request.presencePenalty.map { $0 != 0 } ?? false)
        note("seed", request.seed != nil)
        note("logit_bias", request.logitBias.map { !$0.isEmpty } ?? false)
        note("logprobs", request.logprobs == true)
        note("top_logprobs", request.topLogprobs.map { $0 > 0 } ?? false)
        note("audio", request.audio != nil)
        note("modalities", request.modalities.map { $0 != [.text] } ?? false)
        note("prediction", request.prediction != nil)
        note("web_search_options", request.webSearchOptions != nil)
        note("store", request.store == true)
        note("metadata", request.metadata.map { !$0.isEmpty } ?? false)
        note("user", request.user != nil)
        note("safety_identifier", request.safetyIdentifier != nil)
        note("prompt_cache_key", request.promptCacheKey != nil)
        note("prompt_cache_retention", request.promptCacheRetention != nil)
        note("assistant_id", request.assistantID != nil)
        note("enable_thinking", request.enableThinking != nil)
        return names + request.additionalProperties.keys
    }
}
