import MartletAPI

/// What an agent's requests were and cost.
///
/// A request is one answer of the model, or one call that failed: a call of the agent that runs tools makes several.
public struct UsageStats: Sendable, Hashable {
    /// Answers and failures.
    public private(set) var totalRequests = 0
    /// Tokens of prompts.
    public private(set) var promptTokens = 0
    /// Tokens of answers.
    public private(set) var completionTokens = 0
    /// Of the answers' tokens, those spent on reasoning, as far as the platform says.
    public private(set) var reasoningTokens = 0
    /// Of the prompts' tokens, those that came from a cache, as far as the platform says.
    public private(set) var cachedTokens = 0
    /// Of the answers' tokens, those that were estimated from the text's length because the platform sent no count.
    public private(set) var estimatedTokens = 0
    /// The time of all requests, in seconds.
    public private(set) var totalLatency = 0.0
    /// Requests that failed.
    public private(set) var errors = 0
    /// How often requests were repeated.
    public private(set) var retries = 0
    /// The time to the first piece of streamed answers, in seconds, all together.
    private var firstTokenSeconds = 0.0
    /// How many answers ``firstTokenSeconds`` is of.
    private var firstTokenCount = 0

    /// Nothing counted.
    public init() {}

    /// Counts one request.
    ///
    /// - Parameters:
    ///   - promptTokens: Tokens of the prompt.
    ///   - completionTokens: Tokens of the answer.
    ///   - latency: In seconds.
    ///   - error: Whether it failed.
    public mutating func addRequest(
        promptTokens: Int = 0, completionTokens: Int = 0, latency: Double = 0, error: Bool = false
    ) {
        totalRequests += 1
        self.promptTokens += promptTokens
        self.completionTokens += completionTokens
        totalLatency += latency
        if error { errors += 1 }
    }

    /// Counts one answer.
    package mutating func add(_ response: ModelResponseRecord, tokens: Bool, latency: Bool) {
        let usage = tokens ? response.usage : nil
        addRequest(
            promptTokens: usage?.promptTokens ?? 0,
            completionTokens: tokens ? response.completionTokens : 0,
            latency: latency ? response.latency.seconds : 0)
        reasoningTokens += usage?.completionTokensDetails?.reasoningTokens ?? 0
        cachedTokens += usage?.promptTokensDetails?.cachedTokens ?? 0
        if tokens, response.isEstimated { estimatedTokens += response.completionTokens }
        retries += response.retries
        if latency, let first = response.timeToFirstToken {
            firstTokenSeconds += first.seconds
            firstTokenCount += 1
        }
    }

    /// Counts one call that failed.
    package mutating func addFailure(latency: Double, retries: Int) {
        addRequest(latency: latency, error: true)
        self.retries += retries
    }

    /// Forgets everything.
    public mutating func reset() { self = UsageStats() }

    /// Prompts and answers together; the platform's own sum is ignored.
    public var totalTokens: Int { promptTokens + completionTokens }

    /// Seconds per request; 0 when there was none.
    public var averageLatency: Double { totalRequests == 0 ? 0 : totalLatency / Double(totalRequests) }

    /// Seconds from the request to the first piece of a streamed answer, on average; nil when there was none.
    public var averageTimeToFirstToken: Double? {
        firstTokenCount == 0 ? nil : firstTokenSeconds / Double(firstTokenCount)
    }

    /// Per cent of the requests that did not fail; 0 when there was none.
    public var successRate: Double {
        totalRequests == 0 ? 0 : Double(totalRequests - errors) / Double(totalRequests) * 100
    }
}
