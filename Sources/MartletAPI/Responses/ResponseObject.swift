/// A response: the answer to a ``ResponseRequest``, and the request's parameters as they held for it.
///
/// OpenAI's reference calls it "the response object". Reading is lenient, because the events of a stream carry
/// responses of which only the id is there; the members that OpenAI requires are written as `null` when they are nil.
public struct ResponseObject: JSONConvertible, Hashable {
    /// Identifies the response.
    public var id: ResponseID
    /// `response`.
    public var object: String = "response"
    /// When it was made, in seconds since 1970.
    public var createdAt: Int?
    /// When it was completed, in seconds since 1970.
    public var completedAt: Int?
    /// How far it is.
    public var status: ResponseStatus?
    /// Whether it is worked on in the background.
    public var background: Bool?
    /// Why it failed, when it did.
    public var error: ResponseError?
    /// Why it ended before it was complete, when it did.
    public var incompleteDetails: ResponseIncompleteDetails?
    /// The model that answers.
    public var model: ModelID?
    /// What the model said, thought and asked for.
    public var output: [ResponseItem]
    /// What it cost; nil while it is in progress.
    public var usage: ResponseUsage?
    /// The conversation that it belongs to.
    public var conversation: JSONValue?
    /// The request's instructions: a text; items, when they come from a stored prompt.
    public var instructions: JSONValue?
    /// The most tokens to generate, as requested.
    public var maxOutputTokens: Int?
    /// How often the platform's own tools may be called, as requested.
    public var maxToolCalls: Int?
    /// The pairs stored with it.
    public var metadata: [String: String]?
    /// Whether several tools may be called at once.
    public var parallelToolCalls: Bool?
    /// The response that this one continues.
    public var previousResponseID: ResponseID?
    /// The stored prompt that was used.
    public var prompt: JSONValue?
    /// The request's key of the prompt cache.
    public var promptCacheKey: String?
    /// How long the cached prompt is kept.
    public var promptCacheRetention: PromptCacheRetention?
    /// How the model was to think.
    public var reasoning: ResponseReasoning?
    /// The end user, as requested.
    public var safetyIdentifier: String?
    /// The tier that processed the request.
    public var serviceTier: ServiceTier?
    /// Whether the platform keeps the response.
    public var store: Bool?
    /// How random the answer is.
    public var temperature: Double?
    /// The form of the text.
    public var text: ResponseTextOptions?
    /// Whether and which tools are called.
    public var toolChoice: ResponseToolChoice?
    /// The tools that the model may call.
    public var tools: [ResponseTool] = []
    /// How many likely tokens to return at each place.
    public var topLogprobs: Int?
    /// The probability from which tokens are sampled.
    public var topP: Double?
    /// What happens to a conversation that is too long.
    public var truncation: ResponseTruncation?
    /// The end user, as requested.
    public var user: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(
        id: ResponseID,
        createdAt: Int? = nil,
        status: ResponseStatus? = nil,
        model: ModelID? = nil,
        output: [ResponseItem] = []
    ) {
        self.id = id
        self.createdAt = createdAt
        self.status = status
        self.model = model
        self.output = output
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "completed_at": try reader.readField(key, into: &completedAt, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            case "background": try reader.readField(key, into: &background, keepingIn: &additionalProperties)
            case "error": try reader.readField(key, into: &error, keepingIn: &additionalProperties)
            case "incomplete_details":
                try reader.readField(key, into: &incompleteDetails, keepingIn: &additionalProperties)
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "output": try reader.readField(key, into: &output, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            case "conversation": try reader.readField(key, into: &conversation, keepingIn: &additionalProperties)
            case "instructions": try reader.readField(key, into: &instructions, keepingIn: &additionalProperties)
            case "max_output_tokens":
                try reader.readField(key, into: &maxOutputTokens, keepingIn: &additionalProperties)
            case "max_tool_calls": try reader.readField(key, into: &maxToolCalls, keepingIn: &additionalProperties)
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
            case "temperature": try reader.readField(key, into: &temperature, keepingIn: &additionalProperties)
            case "text": try reader.readField(key, into: &text, keepingIn: &additionalProperties)
            case "tool_choice": try reader.readField(key, into: &toolChoice, keepingIn: &additionalProperties)
            case "tools": try reader.readField(key, into: &tools, keepingIn: &additionalProperties)
            case "top_logprobs": try reader.readField(key, into: &topLogprobs, keepingIn: &additionalProperties)
            case "top_p": try reader.readField(key, into: &topP, keepingIn: &additionalProperties)
            case "truncation": try reader.readField(key, into: &truncation, keepingIn: &additionalProperties)
            case "user": try reader.readField(key, into: &user, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard !id.rawValue.isEmpty || status != nil || error != nil || !output.isEmpty else {
            throw JSONError(code: .missingField, message: "'id' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("object", object)
            writer.field("created_at", createdAt)
            writer.field("completed_at", completedAt)
            writer.field("status", status)
            writer.field("background", background)
            writer.fieldOrNull("error", error)
            writer.fieldOrNull("incomplete_details", incompleteDetails)
            writer.field("model", model)
            writer.field("output", output)
            writer.fieldOrNull("usage", usage)
            writer.field("conversation", conversation)
            writer.fieldOrNull("instructions", instructions)
            writer.fieldOrNull("max_output_tokens", maxOutputTokens)
            writer.field("max_tool_calls", maxToolCalls)
            writer.fieldOrNull("metadata", metadata)
            writer.field("parallel_tool_calls", parallelToolCalls)
            writer.fieldOrNull("previous_response_id", previousResponseID)
            writer.field("prompt", prompt)
            writer.field("prompt_cache_key", promptCacheKey)
            writer.field("prompt_cache_retention", promptCacheRetention)
            writer.field("reasoning", reasoning)
            writer.field("safety_identifier", safetyIdentifier)
            writer.field("service_tier", serviceTier)
            writer.field("store", store)
            writer.fieldOrNull("temperature", temperature)
            writer.field("text", text)
            writer.field("tool_choice", toolChoice)
            writer.field("tools", tools)
            writer.field("top_logprobs", topLogprobs)
            writer.fieldOrNull("top_p", topP)
            writer.field("truncation", truncation)
            writer.fieldOrNull("user", user)
        }
    }
}
