extension ResponseRequest {
    /// A chat's request as the Responses API has it.
    ///
    /// The conversation becomes items, `max_completion_tokens` or `max_tokens` becomes `max_output_tokens`, and tools,
    /// form, reasoning and verbosity move to their places here. `store` is false unless the chat's request says otherwise:
    /// chat completions are not kept by default. What the Responses API does not have is left out:
    /// ``unsupportedParameters(of:)`` names it.
    ///
    /// - Parameters:
    ///   - chat: The request.
    ///   - includesReasoning: Whether the reasoning of earlier answers is sent back. Default false; see
    ///     ``ChatMessage/responseItems(includesReasoning:)``.
    public init(_ chat: ChatCompletionRequest, includesReasoning: Bool = false) {
        self.init(
            model: chat.model, input: .items([ResponseItem](chat.messages, includesReasoning: includesReasoning)))
        maxOutputTokens = chat.maxCompletionTokens ?? chat.maxTokens
        metadata = chat.metadata
        parallelToolCalls = chat.parallelToolCalls
        promptCacheKey = chat.promptCacheKey
        promptCacheRetention = chat.promptCacheRetention
        reasoning = chat.reasoningEffort.map { ResponseReasoning(effort: $0) }
        safetyIdentifier = chat.safetyIdentifier
        serviceTier = chat.serviceTier
        store = chat.store ?? false
        stream = chat.stream
        temperature = chat.temperature
        if chat.responseFormat != nil || chat.verbosity != nil {
            text = ResponseTextOptions(
                format: chat.responseFormat.map { ResponseTextFormat($0) }, verbosity: chat.verbosity)
        }
        toolChoice = chat.toolChoice.map { ResponseToolChoice($0) }
        tools = chat.tools.map { $0.compactMap { ResponseTool($0) } }
        topP = chat.topP
        user = chat.user
        if chat.logprobs == true {
            include = [.outputTextLogprobs]
            topLogprobs = chat.topLogprobs
        }
        additionalProperties = chat.additionalProperties
        // No parameter of OpenAI's; servers that know it take it in both.
        if let thinks = chat.enableThinking { additionalProperties["enable_thinking"] = .bool(thinks) }
    }

    /// The parameters of a chat's request, by their names on the wire, that the Responses API does not have. One whose value
    /// changes nothing, such as a penalty of 0, is none of them.
    public static func unsupportedParameters(of chat: ChatCompletionRequest) -> [String] {
        let parameters: [(name: String, isSet: Bool)] = [
            ("assistant_id", chat.assistantID != nil), ("audio", chat.audio != nil),
            ("frequency_penalty", chat.frequencyPenalty ?? 0 != 0),
            ("function_call", chat.functionCall != nil), ("functions", chat.functions?.isEmpty == false),
            ("logit_bias", chat.logitBias?.isEmpty == false), ("modalities", chat.modalities ?? [.text] != [.text]),
            ("n", chat.n ?? 1 != 1), ("prediction", chat.prediction != nil),
            ("presence_penalty", chat.presencePenalty ?? 0 != 0), ("seed", chat.seed != nil),
            ("stop", chat.stop?.sequences.isEmpty == false), ("web_search_options", chat.webSearchOptions != nil),
        ]
        return parameters.filter(\.isSet).map(\.name)
    }
}

extension ChatCompletionRequest {
    /// A request for a response as a chat, for a model that only answers chats.
    ///
    /// The instructions become the first message. What only concerns the platform (`store`, `previous_response_id`,
    /// `background`, `include`, …) is left out, and so are tools that are no functions: whoever translates looks at them
    /// before.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - history: The messages of the responses that it continues, oldest first.
    /// - Throws: ``ResponseTranslationError`` for what a chat cannot express.
    public init(_ request: ResponseRequest, after history: [ChatMessage] = []) throws(ResponseTranslationError) {
        var messages = request.instructions.map { [ChatMessage.system($0)] } ?? []
        messages += history
        messages += try (request.input?.items ?? []).chatMessages()
        self.init(model: request.model, messages: messages)
        maxCompletionTokens = request.maxOutputTokens
        metadata = request.metadata
        parallelToolCalls = request.parallelToolCalls
        promptCacheKey = request.promptCacheKey
        promptCacheRetention = request.promptCacheRetention
        reasoningEffort = request.reasoning?.effort
        responseFormat = request.text?.format?.chatFormat
        safetyIdentifier = request.safetyIdentifier
        serviceTier = request.serviceTier
        stream = request.stream
        temperature = request.temperature
        if let choice = request.toolChoice {
            guard let translated = choice.chatChoice else {
                throw ResponseTranslationError(
                    message: "Only 'auto', 'none', 'required' and a function are supported here.",
                    parameter: "tool_choice")
            }
            toolChoice = translated
        }
        let definitions = (request.tools ?? []).compactMap(\.definition)
        tools = definitions.isEmpty ? nil : definitions
        if let count = request.topLogprobs, count > 0 {
            logprobs = true
            topLogprobs = count
        } else if request.include?.contains(.outputTextLogprobs) == true {
            logprobs = true
        }
        topP = request.topP
        user = request.user
        verbosity = request.text?.verbosity
    }
}
