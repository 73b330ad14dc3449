public import MartletAPI

/// Which model answers, where it is, and how it samples.
///
/// ```swift
/// let model = try ModelConfig(apiKey: "…", model: "gpt-4o", temperature: 0.2)
/// ```
///
/// A sampling parameter that is nil is not sent; those with a default are sent, as the protocol's agent does. The
/// initialiser checks the values; what is assigned later is checked by ``validated()`` when you call it, and else by the
/// platform. In YAML the names are those of the protocol: `api_base_url`, `top_p`, …
public struct ModelConfig: Sendable, Hashable {
    /// The base URL with its version: `https://api.openai.com/v1`. Slashes at its end do not matter.
    public var apiBaseURL: String
    /// The key. Nil or empty sends none, which servers of one's own allow.
    public var apiKey: String?
    /// The model. Default `gpt-4o`. Nil sends none; see ``autoSelectModel``.
    public var model: ModelID?
    /// Stands above ``RuntimeConfig/timeout`` when it is set. In YAML: seconds.
    public var timeout: Duration?
    /// Stands above ``RuntimeConfig/verifySSL`` when it is set: the configurations of the protocol's first version have it
    /// here.
    public var verifySSL: Bool?
    /// 0 to 2. Default 0.7.
    public var temperature: Double?
    /// 0 to 1. Default 1.
    public var topP: Double?
    /// The most tokens to generate, under the name that every platform takes.
    public var maxTokens: Int?
    /// The most tokens to generate, reasoning included: OpenAI's newer name. Both may be sent.
    public var maxCompletionTokens: Int?
    /// -2 to 2. Default 0.
    public var frequencyPenalty: Double?
    /// -2 to 2. Default 0.
    public var presencePenalty: Double?
    /// How many choices to generate, from 1. Default 1. The agent's text is that of the first.
    public var n: Int?
    /// The sequences at which generation stops.
    public var stop: StopSequences?
    /// Kept for configuration files that have it; the call decides whether an answer is streamed. Default false.
    public var stream: Bool
    /// Whether to return the probabilities of the answer's tokens.
    public var logprobs: Bool?
    /// How many likely tokens to return at each place; needs ``logprobs``.
    public var topLogprobs: Int?
    /// Makes sampling repeatable where the platform can.
    public var seed: Int?
    /// Identifies the end user.
    public var user: String?
    /// How much a reasoning model may think: `low`, `medium` or `high`; the platforms' newer `none`, `minimal` and
    /// `xhigh` too.
    public var reasoningEffort: ReasoningEffort?
    /// Members to add to every request's body last, so that they replace what the agent sends: `enable_thinking`,
    /// `response_format`, …
    public var extraBody: JSONObject
    /// Headers to add to every request; one that the agent sends itself is replaced.
    public var extraHeaders: [String: String]
    /// Whether an agent without a ``model`` takes the first that the platform lists. Default false: then no model is
    /// sent, which servers with a single model understand.
    public var autoSelectModel: Bool

    /// The documented defaults: OpenAI, `gpt-4o`, no key.
    public init() {
        apiBaseURL = Self.defaultBaseURL
        model = Self.defaultModel
        temperature = 0.7
        topP = 1
        frequencyPenalty = 0
        presencePenalty = 0
        n = 1
        stream = false
        extraBody = [:]
        extraHeaders = [:]
        autoSelectModel = false
    }

    /// Creates a configuration; each parameter has the documented default.
    ///
    /// - Throws: ``ConfigurationError`` when a value is out of range; see ``validated()``.
    public init(
        apiBaseURL: String = defaultBaseURL, apiKey: String? = nil, model: ModelID? = defaultModel,
        timeout: Duration? = nil, verifySSL: Bool? = nil, temperature: Double? = 0.7, topP: Double? = 1,
        maxTokens: Int? = nil,
        maxCompletionTokens: Int? = nil, frequencyPenalty: Double? = 0, presencePenalty: Double? = 0, n: Int? = 1,
        stop: StopSequences? = nil, stream: Bool = false, logprobs: Bool? = nil, topLogprobs: Int? = nil,
        seed: Int? = nil, user: String? = nil, reasoningEffort: ReasoningEffort? = nil, extraBody: JSONObject = [:],
        extraHeaders: [String: String] = [:], autoSelectModel: Bool = false
    ) throws(ConfigurationError) {
        self.apiBaseURL = apiBaseURL
        self.apiKey = apiKey
        self.model = model
        self.timeout = timeout
        self.verifySSL = verifySSL
        self.temperature = temperature
        self.topP = topP
        self.maxTokens = maxTokens
        self.maxCompletionTokens = maxCompletionTokens
        self.frequencyPenalty = frequencyPenalty
        self.presencePenalty = presencePenalty
        self.n = n
        self.stop = stop
        self.stream = stream
        self.logprobs = logprobs
        self.topLogprobs = topLogprobs
        self.seed = seed
        self.user = user
        self.reasoningEffort = reasoningEffort
        self.extraBody = extraBody
        self.extraHeaders = extraHeaders
        self.autoSelectModel = autoSelectModel
        _ = try validated()
    }

    /// OpenAI's.
    public static let defaultBaseURL = "https://api.openai.com/v1"
    /// `gpt-4o`.
    public static let defaultModel: ModelID = "gpt-4o"
}

/// The name that ``ModelConfig`` had before there was a ``RuntimeConfig``.
public typealias ChatConfig = ModelConfig
