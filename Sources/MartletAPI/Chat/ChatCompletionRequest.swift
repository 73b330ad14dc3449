/// A request for an answer to a conversation: `POST /chat/completions`.
///
/// The parameters are OpenAI's (https://platform.openai.com/docs/api-reference/chat/create) and those of the platforms
/// this package knows. A nil property is not sent. What is not modelled travels in ``additionalProperties``.
public struct ChatCompletionRequest: JSONConvertible, Hashable {
    /// The model. PixiGPT chooses one itself when there is none; every other platform needs it.
    public var model: ModelID?
    /// The conversation so far.
    public var messages: [ChatMessage]
    /// PixiGPT: the assistant whose instructions and tools apply.
    public var assistantID: String?
    /// How speech should sound; needed when the modalities include audio.
    public var audio: AudioParameters?
    /// PixiGPT, Qwen: whether the model reasons first. PixiGPT's server thinks unless this is `false`.
    public var enableThinking: Bool?
    /// -2 to 2: lowers the probability of tokens by how often they occurred.
    public var frequencyPenalty: Double?
    /// The superseded form of `tool_choice`.
    public var functionCall: JSONValue?
    /// The superseded form of `tools`.
    public var functions: [FunctionDefinition]?
    /// Token id to a bias of -100 to 100.
    public var logitBias: [String: Double]?
    /// Whether to return the probabilities of the answer's tokens.
    public var logprobs: Bool?
    /// The most tokens to generate, reasoning included. OpenAI's newer name.
    public var maxCompletionTokens: Int?
    /// The most tokens to generate. The name that every other platform takes.
    public var maxTokens: Int?
    /// Up to 16 pairs stored with the completion.
    public var metadata: [String: String]?
    /// The kinds of output wanted. Text unless given.
    public var modalities: [Modality]?
    /// How many choices to generate. 1 unless given.
    public var n: Int?
    /// Whether several tools may be called at once. True unless given.
    public var parallelToolCalls: Bool?
    /// Text of which most is expected to come back unchanged.
    public var prediction: PredictedContent?
    /// -2 to 2: lowers the probability of tokens that occurred at all.
    public var presencePenalty: Double?
    /// Groups requests with the same beginning for the prompt cache.
    public var promptCacheKey: String?
    /// How long the cached prompt is kept.
    public var promptCacheRetention: PromptCacheRetention?
    /// How much a reasoning model may think.
    public var reasoningEffort: ReasoningEffort?
    /// The form the answer must have.
    public var responseFormat: ResponseFormat?
    /// Identifies the end user to the platform's abuse detection.
    public var safetyIdentifier: String?
    /// Makes sampling repeatable where the platform can.
    public var seed: Int?
    /// The processing tier.
    public var serviceTier: ServiceTier?
    /// Up to 4 sequences at which generation stops.
    public var stop: StopSequences?
    /// Whether the platform stores the completion.
    public var store: Bool?
    /// Whether to stream the answer. Set by the call that is made, `create` or `stream`.
    public var stream: Bool?
    /// What a stream carries beside the answer.
    public var streamOptions: StreamOptions?
    /// 0 to 2: how random the answer is. The platform's default (often 1) when nil. PixiGPT reads 0 as 0.6.
    public var temperature: Double?
    /// Whether and which tools are called.
    public var toolChoice: ToolChoice?
    /// The tools that the model may call. An empty array is read and written as if it were not there.
    public var tools: [ToolDefinition]?
    /// 0 to 20: how many likely tokens to return at each place; needs `logprobs`.
    public var topLogprobs: Int?
    /// 0 to 1: samples from the likeliest tokens that make up this probability.
    public var topP: Double?
    /// Identifies the end user.
    public var user: String?
    /// How long answers should be.
    public var verbosity: Verbosity?
    /// How a model with web search should use it.
    public var webSearchOptions: WebSearchOptions?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request; every other parameter is a property.
    public init(model: ModelID?, messages: [ChatMessage]) {
        self.model = model
        self.messages = messages
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(model: nil, messages: [])
        var hasMessages = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "messages":
                hasMessages = try reader.readField(key, into: &messages, keepingIn: &additionalProperties)
            case "assistant_id": try reader.readField(key, into: &assistantID, keepingIn: &additionalProperties)
            case "audio": try reader.readField(key, into: &audio, keepingIn: &additionalProperties)
            case "enable_thinking": try reader.readField(key, into: &enableThinking, keepingIn: &additionalProperties)
            case "frequency_penalty":
                try reader.readField(key, into: &frequencyPenalty, keepingIn: &additionalProperties)
            case "function_call": try reader.readField(key, into: &functionCall, keepingIn: &additionalProperties)
            case "functions": try reader.readField(key, into: &functions, keepingIn: &additionalProperties)
            case "logit_bias": try reader.readField(key, into: &logitBias, keepingIn: &additionalProperties)
            case "logprobs": try reader.readField(key, into: &logprobs, keepingIn: &additionalProperties)
            case "max_completion_tokens":
                try reader.readWholeField(key, into: &maxCompletionTokens, keepingIn: &additionalProperties)
            case "max_tokens": try reader.readWholeField(key, into: &maxTokens, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "modalities": try reader.readField(key, into: &modalities, keepingIn: &additionalProperties)
            case "n": try reader.readWholeField(key, into: &n, keepingIn: &additionalProperties)
            case "parallel_tool_calls":
                try reader.readField(key, into: &parallelToolCalls, keepingIn: &additionalProperties)
            case "prediction": try reader.readField(key, into: &prediction, keepingIn: &additionalProperties)
            case "presence_penalty": try reader.readField(key, into: &presencePenalty, keepingIn: &additionalProperties)
            case "prompt_cache_key": try reader.readField(key, into: &promptCacheKey, keepingIn: &additionalProperties)
            case "prompt_cache_retention":
                try reader.readField(key, into: &promptCacheRetention, keepingIn: &additionalProperties)
            case "reasoning_effort": try reader.readField(key, into: &reasoningEffort, keepingIn: &additionalProperties)
            case "response_format": try reader.readField(key, into: &responseFormat, keepingIn: &additionalProperties)
            case "safety_identifier":
                try reader.readField(key, into: &safetyIdentifier, keepingIn: &additionalProperties)
            case "seed": try reader.readWholeField(key, into: &seed, keepingIn: &additionalProperties)
            case "service_tier": try reader.readField(key, into: &serviceTier, keepingIn: &additionalProperties)
            case "stop": try reader.readField(key, into: &stop, keepingIn: &additionalProperties)
            case "store": try reader.readField(key, into: &store, keepingIn: &additionalProperties)
            case "stream": try reader.readField(key, into: &stream, keepingIn: &additionalProperties)
            case "stream_options": try reader.readField(key, into: &streamOptions, keepingIn: &additionalProperties)
            case "temperature": try reader.readField(key, into: &temperature, keepingIn: &additionalProperties)
            case "tool_choice": try reader.readField(key, into: &toolChoice, keepingIn: &additionalProperties)
            case "tools": try reader.readField(key, into: &tools, keepingIn: &additionalProperties)
            case "top_logprobs": try reader.readWholeField(key, into: &topLogprobs, keepingIn: &additionalProperties)
            case "top_p": try reader.readField(key, into: &topP, keepingIn: &additionalProperties)
            case "user": try reader.readField(key, into: &user, keepingIn: &additionalProperties)
            case "verbosity": try reader.readField(key, into: &verbosity, keepingIn: &additionalProperties)
            case "web_search_options":
                try reader.readField(key, into: &webSearchOptions, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        if tools?.isEmpty == true { tools = nil }
        guard hasMessages else {
            throw JSONError(code: .missingField, message: "'messages' is required: an array of messages")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("model", model)
            writer.field("messages", messages)
            writer.field("assistant_id", assistantID)
            writer.field("audio", audio)
            writer.field("enable_thinking", enableThinking)
            writer.field("frequency_penalty", frequencyPenalty)
            writer.field("function_call", functionCall)
            writer.field("functions", functions)
            writer.field("logit_bias", logitBias)
            writer.field("logprobs", logprobs)
            writer.field("max_completion_tokens", maxCompletionTokens)
            writer.field("max_tokens", maxTokens)
            writer.field("metadata", metadata)
            writer.field("modalities", modalities)
            writer.field("n", n)
            writer.field("parallel_tool_calls", parallelToolCalls)
            writer.field("prediction", prediction)
            writer.field("presence_penalty", presencePenalty)
            writer.field("prompt_cache_key", promptCacheKey)
            writer.field("prompt_cache_retention", promptCacheRetention)
            writer.field("reasoning_effort", reasoningEffort)
            writer.field("response_format", responseFormat)
            writer.field("safety_identifier", safetyIdentifier)
            writer.field("seed", seed)
            writer.field("service_tier", serviceTier)
            writer.field("stop", stop)
            writer.field("store", store)
            writer.field("stream", stream)
            writer.field("stream_options", streamOptions)
            writer.field("temperature", temperature)
            writer.field("tool_choice", toolChoice)
            writer.field("tools", tools?.isEmpty == true ? nil : tools)
            writer.field("top_logprobs", topLogprobs)
            writer.field("top_p", topP)
            writer.field("user", user)
            writer.field("verbosity", verbosity)
            writer.field("web_search_options", webSearchOptions)
        }
    }
}
