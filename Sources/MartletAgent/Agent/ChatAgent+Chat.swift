public import MartletAPI

extension ChatAgent {
    /// Says something to the model and returns its answer, after running the tools that it asks for.
    ///
    /// - Parameters:
    ///   - text: What the user says.
    ///   - images: What the user shows: paths, URLs or bytes.
    ///   - videos: The same for videos, for models that take `video_url`.
    ///   - imageDetail: In how much detail the model is to look at the images. Default `auto`.
    ///   - videoDetail: The same for the videos.
    ///   - addToHistory: Whether what is said and heard is remembered. If not, the model still knows the history.
    ///   - autoExecuteTools: Whether the tools that the model asks for are run. If not, the answer with its calls is the
    ///     last message, its text (often empty) is returned, and the caller answers each call with ``addMessage(_:)``.
    ///   - maxToolIterations: How many answers with tool calls are acted upon. 0 runs no tool. Nil, the default, means
    ///     ``RuntimeConfig/maxToolIterations``. When the limit is reached the last answer's text is returned, often empty;
    ///     ``AgentReply/hitToolLimit`` tells, of ``respond(to:images:videos:imageDetail:videoDetail:addToHistory:autoExecuteTools:maxToolIterations:overrides:)``.
    ///   - overrides: What this call sends instead of what the configuration says.
    /// - Returns: The text of the last answer's first choice; empty when it has none.
    /// - Throws: ``APIConnectionError``, ``APIResponseError``, ``ModelNotFoundError``, ``TokenLimitError``,
    ///   ``MediaProcessingError``, ``ConfigurationError``; ``ToolExecutionError`` when a tool fails and
    ///   ``RuntimeConfig/toolFailurePolicy`` is `raise`; `CancellationError`. The history is then what it was before.
    public func chat(
        _ text: String, images: MediaSources? = nil, videos: MediaSources? = nil, imageDetail: ImageDetail = .auto,
        videoDetail: ImageDetail = .auto, addToHistory: Bool = true, autoExecuteTools: Bool = true,
        maxToolIterations: Int? = nil, overrides: ChatOverrides = ChatOverrides()
    ) async throws -> String {
        try await respond(
            to: text, images: images, videos: videos, imageDetail: imageDetail, videoDetail: videoDetail,
            addToHistory: addToHistory, autoExecuteTools: autoExecuteTools, maxToolIterations: maxToolIterations,
            overrides: overrides
        ).text
    }

    /// As ``chat(_:images:videos:imageDetail:videoDetail:addToHistory:autoExecuteTools:maxToolIterations:overrides:)``, with
    /// all that came of the call: reasoning, all choices, usage, tool runs, the messages that were added.
    public func respond(
        to text: String, images: MediaSources? = nil, videos: MediaSources? = nil, imageDetail: ImageDetail = .auto,
        videoDetail: ImageDetail = .auto, addToHistory: Bool = true, autoExecuteTools: Bool = true,
        maxToolIterations: Int? = nil, overrides: ChatOverrides = ChatOverrides()
    ) async throws -> AgentReply {
        let call = AgentCall(
            text: text, images: images, videos: videos, imageDetail: imageDetail, videoDetail: videoDetail,
            addsToHistory: addToHistory, executesTools: autoExecuteTools, maximumIterations: maxToolIterations,
            overrides: overrides, isStreamed: false, displays: false)
        return try await AgentSession(core, call).reply()
    }
}
