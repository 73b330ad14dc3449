/// What Codex is used as.
public enum CodexMode: String, Hashable, Sendable, CaseIterable {
    /// The agent: Codex's own instructions and tools, which run commands and change files below the working directory.
    /// A request costs 5,000 prompt tokens more than its messages.
    case agent
    /// A plain chat model: nothing but the request's messages reaches the model, and there are no tools of Codex.
    case chat
}
