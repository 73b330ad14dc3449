public import MartletAPI

extension CodexClient: ChatModel {
    /// ``CodexCompletions/create(_:options:)`` with the client's options.
    public func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        try await chat.completions.create(request)
    }

    /// ``CodexCompletions/stream(_:options:)`` with the client's options.
    public func stream(_ request: ChatCompletionRequest) async throws -> CodexChatStream {
        try await chat.completions.stream(request)
    }
}
