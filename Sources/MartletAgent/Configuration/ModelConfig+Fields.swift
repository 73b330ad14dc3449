public import MartletAPI

extension ModelConfig: ConfigurationFields {
    static let fields: [ConfigurationField<ModelConfig>] = [
        .init("api_base_url", \.apiBaseURL),
        .init("api_key", \.apiKey),
        .init("model", \.model),
        .init("timeout", \.timeout),
        .init("verify_ssl", \.verifySSL),
        .init("temperature", \.temperature),
        .init("top_p", \.topP),
        .init("max_tokens", \.maxTokens),
        .init("max_completion_tokens", \.maxCompletionTokens),
        .init("frequency_penalty", \.frequencyPenalty),
        .init("presence_penalty", \.presencePenalty),
        .init("n", \.n),
        .init("stop", \.stop),
        .init("stream", \.stream),
        .init("logprobs", \.logprobs),
        .init("top_logprobs", \.topLogprobs),
        .init("seed", \.seed),
        .init("user", \.user),
        .init("reasoning_effort", \.reasoningEffort),
        .init("extra_body", \.extraBody),
        .init("extra_headers", \.extraHeaders),
        .init("auto_select_model", \.autoSelectModel),
    ]

    /// The fields by the protocol's names. The key is among them in clear; do not log it.
    public func toDictionary() -> JSONObject { dictionary }

    /// Sets fields by the protocol's names, all of them or none.
    ///
    /// - Throws: ``ConfigurationError`` when there is no such field, when a value is of another type, or when it is out of
    ///   range.
    public mutating func update(_ fields: JSONObject) throws(ConfigurationError) { try setAll(fields) }
}
