/// What Codex offers for conversations; named as in the client of a platform.
public struct CodexChat: Sendable {
    let core: CodexCore

    /// Answers to conversations.
    public var completions: CodexCompletions { CodexCompletions(core: core) }
}
