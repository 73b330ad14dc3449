/// A request for a response: `POST /responses`.
///
/// The parameters are OpenAI's (https://platform.openai.com/docs/api-reference/responses/create). A nil property is not
/// sent. What is not modelled travels in ``additionalProperties``.
public struct ResponseRequest: JSONConvertible, Hashable {
    /// The model. Some platforms choose one themselves when there is none.
    public var model: ModelID?
    /// What the model gets: a text, or items. Nil when a stored prompt or conversation has it.
    public var input: ResponseInput?
    /// Whether the platform works on it in the background: the answer to the request then comes at once, and the
    /// response is polled. Needs `store`.
    public var background: Bool?
    /// The stored conversation that it continues: an id, or an object with one.
    public var conversation: JSONValue?
    /// What the response should carry beside the usual.
    public var include: [ResponseIncludable]?
    /// Instructions that the model follows. Those of a previous response do not carry over.
    public var instructions: String?
    /// The most tokens to generate, reasoning included.
    public var maxOutputTokens: Int?
    /// How often the platform's own tools may be called.
    public var maxToolCalls: Int?
    /// Up to 16 pairs stored with the response.
    public var metadata: [String: String]?
    /// Whether several tools may be called at once. True unless given.
    public var parallelToolCalls: Bool?
    /// The stored response that this one continues.
    public var previousResponseID: ResponseID?
    /// A stored prompt, by id, with its variables.
    public var prompt: JSONValue?
    /// Groups requests with the same beginning for the prompt cache.
    public var promptCacheKey: String?
    /// How long the cached prompt is kept.
    public var promptCacheRetention: PromptCacheRetention?
    /// How a reasoning model should think.
    public var reasoning: ResponseReasoning?
    /// Identifies the end user to the platform's abuse detection.
    public var safetyIdentifier: String?
    /// The processing tier.
    public var serviceTier: ServiceTier?
    /// Whether the platform keeps the response, so that it can be retrieved and continued. OpenAI keeps it unless this
    /// is false.
    public var store: Bool?
    /// Whether to stream the answer. Set by the call that is made, `create` or `stream`.
    public var stream: Bool?
    /// What a stream carries beside the answer.
    public var streamOptions: StreamOptions?
    /// 0 to 2: how random the answer is. The platform's default (often 1) when nil.
    public var temperature: Double?
    /// The form that the text of the answer must have.
    public var text: ResponseTextOptions?
    /// Whether and which tools are called.
    public var toolChoice: ResponseToolChoice?
    /// The tools that the model may call. An empty array is read and written as if it were not there.
    public var tools: [ResponseTool]?
    /// 0 to 20: how many likely tokens to return at each place.
    public var topLogprobs: Int?
    /// 0 to 1: samples from the likeliest tokens that make up this probability.
    public var topP: Double?
    /// What happens to a conversation that is longer than the model's context.
    public var truncation: ResponseTruncation?
    /// Identifies the end user. Superseded by `safety_identifier` and `prompt_cache_key`.
    public var user: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request; every other parameter is a property.
    public init(model: ModelID? = nil, input: ResponseInput? = nil) {
        self.model = model
        self.input = input
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "input": try reader.readField(key, into: &input, keepingIn: &additionalProperties)
            case "background": try reader.readField(key, into: &background, keepingIn: &additionalProperties)
            case "conversation": try reader.readField(key, into: &conversation, keepingIn: &additionalProperties)
            case "include": try reader.readField(key, into: &include, keepingIn: &additionalProperties)
            case "instructions": try reader.readField(key, into: &instructions, keepingIn: &additionalProperties)
            case "max_output_tokens":
                try reader.readWholeField(key, into: &maxOutputTokens, keepingIn: &additionalProperties)
            case "max_tool_calls": try reader.readWholeField(key, into: &maxToolCalls, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "parallel_tool_calls":
                try reader.readField(key, into: &parallelToolCalls, keepingIn: &additionalProperties)
            case "previous_response_id":
                try reader.readField(key, into: &previousResponseID, keepingIn: &additionalProperties)
            case "prompt": try reader.readField(key, into: &prompt, keepingIn: &additionalProperties)
            case "prompt_cache_key": try reader.readField(key, into: &promptCacheKey, keepingIn: &additionalProperties)
            case "prompt_cache_retention":
                try reader.readField(key, into: &promptCacheRetention, keepingIn: &additionalProperties)
            case "reasoning": try reader.readField(key, into: &reasoning, keepingIn: &additionalProperties)
            case "safety_identifier":
                try reader.readField(key, into: &safetyIdentifier, keepingIn: &additionalProperties)
            case "service_tier": try reader.readField(key, into: &serviceTier, keepingIn: &additionalProperties)
            case "store": try reader.readField(key, into: &store, keepingIn: &additionalProperties)
            case "stream": try reader.readField(key, into: &stream, keepingIn: &additionalProperties)
            case "stream_options": try reader.readField(key, into: &streamOptions, keepingIn: &additionalProperties)
            case "temperature": try reader.readField(key, into: &temperature, keepingIn: &additionalProperties)
            case "text": try reader.readField(key, into: &text, keepingIn: &additionalProperties)
            case "tool_choice": try reader.readField(key, into: &toolChoice, keepingIn: &additionalProperties)
            case "tools": try reader.readField(key, into: &tools, keepingIn: &additionalProperties)
            case "top_logprobs": try reader.readWholeField(key, into: &topLogprobs, keepingIn: &additionalProperties)
            case "top_p": try reader.readField(key, into: &topP, keepingIn: &additionalProperties)
            case "truncation": try reader.readField(key, into: &truncation, keepingIn: &additionalProperties)
            case "user": try reader.readField(key, into: &user, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        if tools?.isEmpty == true { tools = nil }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("model", model)
            writer.field("input", input)
            writer.field("background", background)
            writer.field("conversation", conversation)
            writer.field("include", include)
            writer.field("instructions", instructions)
            writer.field("max_output_tokens", maxOutputTokens)
            writer.field("max_tool_calls", maxToolCalls)
            writer.field("metadata", metadata)
            writer.field("parallel_tool_calls", parallelToolCalls)
            writer.field("previous_response_id", previousResponseID)
            writer.field("prompt", prompt)
            writer.field("prompt_cache_key", promptCacheKey)
            writer.field("prompt_cache_retention", promptCacheRetention)
            writer.field("reasoning", reasoning)
            writer.field("safety_identifier", safetyIdentifier)
            writer.field("service_tier", serviceTier)
            writer.field("store", store)
            writer.field("stream", stream)
            writer.field("stream_options", streamOptions)
            writer.field("temperature", temperature)
            writer.field("text", text)
            writer.field("tool_choice", toolChoice)
            writer.field("tools", tools?.isEmpty == true ? nil : tools)
            writer.field("top_logprobs", topLogprobs)
            writer.field("top_p", topP)
            writer.field("truncation", truncation)
            writer.field("user", user)
        }
    }
}
