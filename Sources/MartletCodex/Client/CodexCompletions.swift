import Martlet
public import MartletAPI

/// Answers of Codex to conversations, in the form of OpenAI's chat completions.
///
/// What Codex cannot honour (`temperature`, `top_p`, `seed`, …) is named in the answer's warnings, or refused: see
/// ``CodexConfiguration/unsupportedParameters``. `stop` is exact; `max_tokens` is an estimate. `n` choices are as many
/// turns, each in a thread of its own. What happened beside the answer is in the member `codex` of the completion.
public struct CodexCompletions: Sendable {
    let core: CodexCore

    /// Asks for an answer and waits for all of it.
    ///
    /// - Parameters:
    ///   - request: The whole conversation, with true roles. Nil as the model lets the client or Codex choose.
    ///   - options: What holds for this call only.
    /// - Throws: ``Martlet/MartletError``, with what had come in ``Martlet/MartletError/partial``: `cliNotFound`,
    ///   `invalidRequest` for a request that makes no sense, `deadlineExceeded` and `idleTimeout`, the service's own
    ///   refusals with their status, `connection`, `processFailed`, … `CancellationError` when the task is cancelled, upon
    ///   which the turn and its commands end. An answer that is cut off by `max_tokens` is no error.
    public func create(
        _ request: ChatCompletionRequest, options: CodexRequestOptions? = nil
    ) async throws -> ChatCompletion {
        try await core.complete(request, options: options)
    }

    /// Asks for an answer and delivers it as it comes, token by token.
    ///
    /// Returns when the answer begins; an error before that is thrown here. Nothing is tried again afterwards.
    ///
    /// - Throws: As ``create(_:options:)``.
    public func stream(
        _ request: ChatCompletionRequest, options: CodexRequestOptions? = nil
    ) async throws -> CodexChatStream {
        try await CodexChatStream(beginning: events(request, options: options))
    }

    /// ``stream(_:options:)`` with what Codex does beside the answer: commands, changed files, plans, warnings.
    ///
    /// Returns when the first of these happens; an error that comes later is thrown by the iteration.
    ///
    /// - Throws: As ``create(_:options:)``.
    public func events(
        _ request: ChatCompletionRequest, options: CodexRequestOptions? = nil
    ) async throws -> CodexEventStream {
        try await core.stream(request, options: options)
    }
}
