public import MartletAPI

/// What one call of an agent sends instead of what its ``ModelConfig`` says, in all rounds of the call.
///
/// A parameter that is not set stays as the configuration has it; `nil` takes it out of the request, which is how a model
/// that takes no `temperature` is asked:
///
/// ```swift
/// var overrides = ChatOverrides()
/// overrides.model = "o3-mini"
/// overrides.temperature = nil
/// overrides.maxTokens = 500
/// let answer = try await agent.chat("Why?", overrides: overrides)
/// ```
///
/// The values are not checked: the platform says what it does not take.
public struct ChatOverrides: Sendable, Hashable {
    /// The model.
    public var model: Settable<ModelID> = .unset
    /// 0 to 2.
    public var temperature: Settable<Double> = .unset
    /// 0 to 1.
    public var topP: Settable<Double> = .unset
    /// The most tokens to generate.
    public var maxTokens: Settable<Int> = .unset
    /// The most tokens to generate, under OpenAI's newer name.
    public var maxCompletionTokens: Settable<Int> = .unset
    /// -2 to 2.
    public var frequencyPenalty: Settable<Double> = .unset
    /// -2 to 2.
    public var presencePenalty: Settable<Double> = .unset
    /// How many choices to generate. The call's text is that of the first; ``AgentReply/choices`` has all.
    public var n: Settable<Int> = .unset
    /// The sequences at which generation stops.
    public var stop: Settable<StopSequences> = .unset
    /// Whether to return the probabilities of the answer's tokens.
    public var logprobs: Settable<Bool> = .unset
    /// How many likely tokens to return at each place.
    public var topLogprobs: Settable<Int> = .unset
    /// Makes sampling repeatable where the platform can.
    public var seed: Settable<Int> = .unset
    /// Identifies the end user.
    public var user: Settable<String> = .unset
    /// How much a reasoning model may think.
    public var reasoningEffort: Settable<ReasoningEffort> = .unset

    /// The tools that the model is told of, instead of those that are registered; an empty array sends none. What runs is
    /// looked up in the agent's registry all the same.
    public var tools: [ToolDefinition]?
    /// Whether and which tools are called. Sent without tools too. One that forces a call is sent with the first request of
    /// a call that runs tools and not with those that follow: else the model could never answer.
    public var toolChoice: ToolChoice?
    /// Whether several tools may be called at once.
    public var parallelToolCalls: Bool?
    /// The form that the answer must have.
    public var responseFormat: ResponseFormat?
    /// Whether the model reasons first (Qwen, PixiGPT).
    public var enableThinking: Bool?

    /// Members to add to the request's body last, after those of ``ModelConfig/extraBody``: they replace what the agent
    /// sends. `messages` and `stream` are the agent's own and cannot be given.
    public var extraBody: JSONObject = [:]
    /// Headers to add to the requests of this call, for agents that talk to a platform. They replace the agent's own.
    public var extraHeaders: [String: String] = [:]
    /// Instead of the configured timeout, for agents that talk to a platform.
    public var timeout: Duration?

    /// Overrides nothing.
    public init() {}

    /// Overrides what `change` sets.
    ///
    /// ```swift
    /// try await agent.chat("Hi", overrides: ChatOverrides { $0.temperature = 0 })
    /// ```
    public init(_ change: (inout ChatOverrides) -> Void) {
        self.init()
        change(&self)
    }
}
