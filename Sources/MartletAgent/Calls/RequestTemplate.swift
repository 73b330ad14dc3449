import MartletAPI

/// Everything of a call's requests but the messages, which grow from round to round.
struct RequestTemplate: Sendable {
    private let request: ChatCompletionRequest
    /// What is added to the body last.
    private let extraBody: JSONObject

    /// - Parameters:
    ///   - model: The model unless the overrides say otherwise: the configured one, or one that was chosen.
    ///   - tools: The tools that are registered.
    /// - Throws: ``ConfigurationError`` when `extraBody` has what the agent itself decides.
    init(
        _ config: ModelConfig, model: ModelID?, tools: [ToolDefinition], overrides: ChatOverrides
    ) throws(ConfigurationError) {
        var request = ChatCompletionRequest(model: overrides.model.applied(to: model), messages: [])
        request.temperature = overrides.temperature.applied(to: config.temperature)
        request.topP = overrides.topP.applied(to: config.topP)
        request.maxTokens = overrides.maxTokens.applied(to: config.maxTokens)
        request.maxCompletionTokens = overrides.maxCompletionTokens.applied(to: config.maxCompletionTokens)
        request.frequencyPenalty = overrides.frequencyPenalty.applied(to: config.frequencyPenalty)
        request.presencePenalty = overrides.presencePenalty.applied(to: config.presencePenalty)
        request.n = overrides.n.applied(to: config.n)
        request.stop = overrides.stop.applied(to: config.stop)
        request.logprobs = overrides.logprobs.applied(to: config.logprobs)
        request.topLogprobs = overrides.topLogprobs.applied(to: config.topLogprobs)
        request.seed = overrides.seed.applied(to: config.seed)
        request.user = overrides.user.applied(to: config.user)
        request.reasoningEffort = overrides.reasoningEffort.applied(to: config.reasoningEffort)
        let tools = overrides.tools ?? tools
        request.tools = tools.isEmpty ? nil : tools
        request.toolChoice = overrides.toolChoice
        request.parallelToolCalls = overrides.parallelToolCalls
        request.responseFormat = overrides.responseFormat
        request.enableThinking = overrides.enableThinking
        self.request = request
        var extraBody = config.extraBody
        extraBody.merge(overrides.extraBody)
        for name in ["messages", "stream"] where extraBody[name] != nil {
            throw ConfigurationError(
                "extraBody cannot hold '\(name)': the agent decides it. "
                    + (name == "stream" ? "Use chat or chatStream." : "Use addMessage."))
        }
        self.extraBody = extraBody
    }

    /// The model that is asked.
    var model: ModelID? { extraBody["model"]?.stringValue.map { ModelID(rawValue: $0) } ?? request.model }

    /// The request of one round.
    ///
    /// - Parameters:
    ///   - isStreamed: Whether the answer comes piece by piece.
    ///   - includesUsage: Whether a stream is to bring its usage.
    ///   - isFirst: Whether it is the call's first round. A choice of tools that forces a call holds for that only: else there
    ///     would be no answer.
    /// - Throws: ``ConfigurationError`` when `extraBody` cannot be written.
    func request(
        _ messages: [ChatMessage], isStreamed: Bool, includesUsage: Bool, isFirst: Bool = true
    ) throws(ConfigurationError) -> ChatCompletionRequest {
        var request = request
        if !isFirst, request.toolChoice != .auto, request.toolChoice != ToolChoice.none { request.toolChoice = nil }
        if isStreamed, includesUsage { request.streamOptions = StreamOptions(includeUsage: true) }
        if !extraBody.isEmpty { request = try merged(request) }
        request.messages = messages
        request.stream = isStreamed
        return request
    }

    /// Whether ``request(_:isStreamed:includesUsage:)`` asks a stream for its usage only because the agent wants it.
    var decidesStreamOptions: Bool { extraBody["stream_options"] == nil }

    /// The request with the extra members in the place of its own. `null` takes a member out that is modelled, and is sent
    /// otherwise.
    private func merged(_ request: ChatCompletionRequest) throws(ConfigurationError) -> ChatCompletionRequest {
        do throws(JSONError) {
            guard case .object(var body) = try JSONValue(json: try request.jsonBytes()) else { return request }
            body.merge(extraBody)
            return try ChatCompletionRequest(json: try JSONValue.object(body).jsonBytes())
        } catch {
            throw ConfigurationError("extraBody cannot be sent: \(error).", cause: error)
        }
    }
}
