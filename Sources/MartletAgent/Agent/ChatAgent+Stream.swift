public import MartletAPI

extension ChatAgent {
    /// Says something to the model and delivers the text of its answer as it comes.
    ///
    /// ```swift
    /// for try await piece in agent.chatStream("Tell me a story.") { print(piece, terminator: "") }
    /// ```
    ///
    /// Nothing happens before the loop begins, and the sequence can be read once. Leaving the loop or cancelling the task
    /// stops the answer; the history then keeps the user's message and the text that had come, or neither when none had.
    ///
    /// - Parameters:
    ///   - text: What the user says.
    ///   - images: What the user shows: paths, URLs or bytes.
    ///   - videos: The same for videos, for models that take `video_url`.
    ///   - imageDetail: In how much detail the model is to look at the images. Default `auto`.
    ///   - videoDetail: The same for the videos.
    ///   - addToHistory: Whether what is said and heard is remembered.
    ///   - displayStream: Whether the text may be printed as it comes; that it is, is for
    ///     ``RuntimeConfig/displaysStream(_:)`` to say. By default nothing is printed.
    ///   - autoExecuteTools: Whether the tools that the model asks for are run, and its next answer follows in the same
    ///     stream. Default false: the answer with its calls is then the last message of the history, and the caller
    ///     answers each call with ``addMessage(_:)``.
    ///   - maxToolIterations: How many answers with tool calls are acted upon; see
    ///     ``chat(_:images:videos:imageDetail:videoDetail:addToHistory:autoExecuteTools:maxToolIterations:overrides:)``.
    ///   - overrides: What this call sends instead of what the configuration says.
    public nonisolated func chatStream(
        _ text: String, images: MediaSources? = nil, videos: MediaSources? = nil, imageDetail: ImageDetail = .auto,
        videoDetail: ImageDetail = .auto, addToHistory: Bool = true, displayStream: Bool = true,
        autoExecuteTools: Bool = false, maxToolIterations: Int? = nil, overrides: ChatOverrides = ChatOverrides()
    ) -> ChatTextStream {
        ChatTextStream(
            events: events(
                for: text, images: images, videos: videos, imageDetail: imageDetail, videoDetail: videoDetail,
                addToHistory: addToHistory, displayStream: displayStream, autoExecuteTools: autoExecuteTools,
                maxToolIterations: maxToolIterations, overrides: overrides))
    }

    /// As ``chatStream(_:images:videos:imageDetail:videoDetail:addToHistory:displayStream:autoExecuteTools:maxToolIterations:overrides:)``,
    /// with everything that happens: reasoning, tools, the end of each answer, and at last the whole ``AgentReply``.
    public nonisolated func events(
        for text: String, images: MediaSources? = nil, videos: MediaSources? = nil, imageDetail: ImageDetail = .auto,
        videoDetail: ImageDetail = .auto, addToHistory: Bool = true, displayStream: Bool = true,
        autoExecuteTools: Bool = false, maxToolIterations: Int? = nil, overrides: ChatOverrides = ChatOverrides()
    ) -> AgentEventStream {
        AgentEventStream(
            core: core,
            call: AgentCall(
                text: text, images: images, videos: videos, imageDetail: imageDetail, videoDetail: videoDetail,
                addsToHistory: addToHistory, executesTools: autoExecuteTools, maximumIterations: maxToolIterations,
                overrides: overrides, isStreamed: true, displays: displayStream))
    }
}
