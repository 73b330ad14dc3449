/// What the platform allows; whatever is beyond answers with a clear 4xx.
public struct PlatformLimits: Hashable, Sendable {
    /// The largest body of a JSON request, in bytes. Default 10 MiB. Beyond: 413.
    public var requestBytes = 10 << 20
    /// The most messages of a conversation. Default 10,000. Beyond: 400.
    public var messages = 10_000
    /// The most choices of a request (`n`). Default 16. Beyond: 400.
    public var choices = 16
    /// The most texts of one request: prompts, inputs to embed, documents to sort. Default 2,048, as OpenAI's for
    /// embeddings. Beyond: 400.
    public var texts = 2_048
    /// The most requests that are answered or wait at the same time. Default 1,024. Beyond: 429.
    public var concurrentRequests = 1_024
    /// How long answers under way may take to end when the platform stops, in seconds. Default 30.
    public var shutdownSeconds = 30

    /// The documented defaults.
    public init() {}
}
