/// A request to continue a text: OpenAI's legacy completions, `POST /completions`.
///
/// A property that is nil is not sent, and the server's default holds.
public struct CompletionRequest: JSONConvertible, Hashable {
    /// The model.
    public var model: ModelID?
    /// What to continue. Required.
    public var prompt: TextInput
    /// Of so many tries the likeliest `n` are the answer; at least `n`.
    public var bestOf: Int?
    /// Whether the answer begins with the prompt.
    public var echo: Bool?
    /// -2 to 2: how much tokens that occurred often are avoided.
    public var frequencyPenalty: Double?
    /// By token: -100 (never) to 100 (only).
    public var logitBias: [String: Double]?
    /// How many of the likeliest tokens to report at each place; OpenAI takes at most 5.
    public var logprobs: Int?
    /// The most tokens to generate. OpenAI's default is 16.
    public var maxTokens: Int?
    /// How many answers to each prompt.
    public var n: Int?
    /// -2 to 2: how much tokens that occurred at all are avoided.
    public var presencePenalty: Double?
    /// Makes the answer repeatable as far as the server can.
    public var seed: Int?
    /// Where to stop; the answer does not contain it.
    public var stop: StopSequences?
    /// Whether the answer comes piece by piece. Set by the client.
    public var stream: Bool?
    /// What a streamed answer reports.
    public var streamOptions: StreamOptions?
    /// What comes after the answer, for models that fill in.
    public var suffix: String?
    /// 0 to 2: how daring the answer is.
    public var temperature: Double?
    /// 0 to 1: only the likeliest tokens with so much probability together are considered.
    public var topP: Double?
    /// The end user, for the platform's own books.
    public var user: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request; what is not named here is a property to set.
    public init(model: ModelID?, prompt: TextInput) {
        self.model = model
        self.prompt = prompt
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(model: nil, prompt: .text(""))
        var hasPrompt = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "prompt": hasPrompt = try reader.readField(key, into: &prompt, keepingIn: &additionalProperties)
            case "best_of": try reader.readWholeField(key, into: &bestOf, keepingIn: &additionalProperties)
            case "echo": try reader.readField(key, into: &echo, keepingIn: &additionalProperties)
            case "frequency_penalty":
                try reader.readField(key, into: &frequencyPenalty, keepingIn: &additionalProperties)
            case "logit_bias": try reader.readField(key, into: &logitBias, keepingIn: &additionalProperties)
            case "logprobs": try reader.readWholeField(key, into: &logprobs, keepingIn: &additionalProperties)
            case "max_tokens": try reader.readWholeField(key, into: &maxTokens, keepingIn: &additionalProperties)
            case "n": try reader.readWholeField(key, into: &n, keepingIn: &additionalProperties)
            case "presence_penalty":
                try reader.readField(key, into: &presencePenalty, keepingIn: &additionalProperties)
            case "seed": try reader.readWholeField(key, into: &seed, keepingIn: &additionalProperties)
            case "stop": try reader.readField(key, into: &stop, keepingIn: &additionalProperties)
            case "stream": try reader.readField(key, into: &stream, keepingIn: &additionalProperties)
            case "stream_options": try reader.readField(key, into: &streamOptions, keepingIn: &additionalProperties)
            case "suffix": try reader.readField(key, into: &suffix, keepingIn: &additionalProperties)
            case "temperature": try reader.readField(key, into: &temperature, keepingIn: &additionalProperties)
            case "top_p": try reader.readField(key, into: &topP, keepingIn: &additionalProperties)
            case "user": try reader.readField(key, into: &user, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasPrompt else { throw JSONError(code: .missingField, message: "'prompt' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("model", model)
            writer.field("prompt", prompt)
            writer.field("best_of", bestOf)
            writer.field("echo", echo)
            writer.field("frequency_penalty", frequencyPenalty)
            writer.field("logit_bias", logitBias)
            writer.field("logprobs", logprobs)
            writer.field("max_tokens", maxTokens)
            writer.field("n", n)
            writer.field("presence_penalty", presencePenalty)
            writer.field("seed", seed)
            writer.field("stop", stop)
            writer.field("stream", stream)
            writer.field("stream_options", streamOptions)
            writer.field("suffix", suffix)
            writer.field("temperature", temperature)
            writer.field("top_p", topP)
            writer.field("user", user)
        }
    }
}
