import MartletAPI

/// What one call of an agent is to do.
struct AgentCall: Sendable {
    var text: String
    var images: MediaSources?
    var videos: MediaSources?
    var imageDetail: ImageDetail
    var videoDetail: ImageDetail
    var addsToHistory: Bool
    var executesTools: Bool
    /// Nil means ``RuntimeConfig/maxToolIterations``.
    var maximumIterations: Int?
    var overrides: ChatOverrides
    /// Whether the answer comes piece by piece.
    var isStreamed: Bool
    /// Whether a stream's text may be printed.
    var displays: Bool
}
