/// What a platform offers for conversations.
public struct ChatResource: Sendable {
    let client: MartletClient

    /// Answers to conversations: `/chat/completions`.
    public var completions: ChatCompletionsResource { ChatCompletionsResource(client: client) }
}

extension MartletClient {
    /// What the platform offers for conversations.
    public var chat: ChatResource { ChatResource(client: self) }
}
