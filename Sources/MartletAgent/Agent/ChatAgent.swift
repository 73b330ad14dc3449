public import Logging
public import Martlet
public import MartletAPI

/// A conversation with a model: it remembers what was said, shows the model images and videos, runs the tools that the
/// model asks for, and counts what that costs.
///
/// ```swift
/// try await withChatAgent(try ModelConfig(apiBaseURL: "http://localhost:11434/v1", model: "llama2")) { agent in
///     await agent.setSystemPrompt("Answer in one sentence.")
///     print(try await agent.chat("Why is the sky blue?"))
///     for try await piece in agent.chatStream("And the sea?") { print(piece, terminator: "") }
/// }
/// ```
///
/// It talks to a platform over HTTP, as its ``ModelConfig`` says, or to any other `ChatModel`: a platform's own client,
/// the local engine, the Codex command line, a scripted model in tests.
///
/// **One call at a time.** Calls of one agent are made one after the other, in the order in which they came, because each
/// adds to the same history. One that waits can be cancelled. A call from inside a tool or a callback of the same agent,
/// and one from the loop that reads a stream of it, would wait for itself; it throws a ``ConfigurationError`` instead.
///
/// **The history is always one that platforms accept.** A call adds its messages when it is over: a call that throws adds
/// nothing, and one that is stopped in the middle (a loop that is left, a task that is cancelled) keeps the user's message
/// and the text that had come, if any had. Every tool call in it is answered.
///
/// **Errors** are ``ChatAPIError``s, of one of seven types, and `CancellationError`.
public actor ChatAgent {
    nonisolated let core: AgentCore

    /// Makes an agent that talks to a platform over HTTP.
    ///
    /// Nothing is sent, and no connection made, before the first call. A base URL that is none is an error of that call.
    ///
    /// - Parameters:
    ///   - model: Which model answers, and where it is. Default OpenAI's `gpt-4o`, without a key.
    ///   - runtime: How the agent works.
    ///   - logger: Where the agent logs instead of standard error.
    ///   - transport: What carries the requests, instead of the network: for recordings, for another HTTP stack.
    ///   - output: Where the text of streams is printed, when ``RuntimeConfig`` says that it is. Default standard output.
    public init(
        _ model: ModelConfig = ModelConfig(), _ runtime: RuntimeConfig = RuntimeConfig(), logger: Logger? = nil,
        transport: (any HTTPTransport)? = nil,
        output: @escaping @Sendable (String) -> Void = ChatAgent.standardOutput
    ) {
        let backend = AgentBackend(nil, verifiesTLS: runtime.verifySSL, transport: transport)
        self.init(over: backend, model, runtime, logger, output)
    }

    /// Makes an agent over any model.
    ///
    /// ```swift
    /// let client = try MartletClient(platform: .local)
    /// let agent = ChatAgent(model: client.chat.completions, ModelConfig(model: "smollm2"))
    /// ```
    ///
    /// - Parameters:
    ///   - chatModel: What answers. Its timeouts, retries and keys are its own.
    ///   - model: What is asked for: the name of the model and the sampling parameters. Base URL, key and headers do not
    ///     matter.
    ///   - runtime: How the agent works; what it says of connections does not matter.
    ///   - logger: Where the agent logs instead of standard error.
    ///   - output: Where the text of streams is printed, when ``RuntimeConfig`` says that it is. Default standard output.
    public init(
        model chatModel: any ChatModel, _ model: ModelConfig = ModelConfig(),
        _ runtime: RuntimeConfig = RuntimeConfig(), logger: Logger? = nil,
        output: @escaping @Sendable (String) -> Void = ChatAgent.standardOutput
    ) {
        let backend = AgentBackend(chatModel, verifiesTLS: runtime.verifySSL)
        self.init(over: backend, model, runtime, logger, output)
    }

    private init(
        over backend: AgentBackend, _ model: ModelConfig, _ runtime: RuntimeConfig, _ logger: Logger?,
        _ output: @escaping @Sendable (String) -> Void
    ) {
        core = AgentCore(
            settings: Settings(modelConfig: model, runtimeConfig: runtime),
            backend: backend,
            telemetry: AgentTelemetry(model: model, runtime: runtime, logger: logger), output: output)
    }

    /// Ends the agent and closes its connections.
    ///
    /// Calls that wait fail with an ``APIConnectionError``, and so does every later one; one that is under way over HTTP
    /// fails, and any other ends with its next request. The history can be read all the same. Closing twice does nothing.
    public func close() async {
        core.queue.close()
        await core.backend.close()
        core.telemetry.close()
    }

    /// Whether the agent is closed.
    public var isClosed: Bool { core.queue.isClosed }
}

/// Lends an agent that talks to a platform and closes it afterwards, whatever happens.
///
/// - Returns: What `body` returns.
/// - Throws: What `body` throws.
public func withChatAgent<Result>(
    _ model: ModelConfig = ModelConfig(), _ runtime: RuntimeConfig = RuntimeConfig(), logger: Logger? = nil,
    transport: (any HTTPTransport)? = nil, _ body: (ChatAgent) async throws -> Result
) async rethrows -> Result {
    try await lend(ChatAgent(model, runtime, logger: logger, transport: transport), to: body)
}

/// Lends an agent over any model and closes it afterwards, whatever happens.
///
/// - Returns: What `body` returns.
/// - Throws: What `body` throws.
public func withChatAgent<Result>(
    model chatModel: any ChatModel, _ model: ModelConfig = ModelConfig(), _ runtime: RuntimeConfig = RuntimeConfig(),
    logger: Logger? = nil, _ body: (ChatAgent) async throws -> Result
) async rethrows -> Result {
    try await lend(ChatAgent(model: chatModel, model, runtime, logger: logger), to: body)
}

private func lend<Result>(
    _ agent: ChatAgent, to body: (ChatAgent) async throws -> Result
) async rethrows -> Result {
    do {
        let result = try await body(agent)
        await agent.close()
        return result
    } catch {
        await agent.close()
        throw error
    }
}
