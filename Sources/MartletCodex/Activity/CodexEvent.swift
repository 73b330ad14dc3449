public import MartletAPI

/// What a streamed answer of Codex consists of.
public enum CodexEvent: Hashable, Sendable {
    /// A piece of the answer.
    case chunk(ChatCompletionChunk)
    /// What happens beside it, for the choice with this index.
    case activity(CodexActivity, choice: Int)
}
