public import MartletAPI

/// One answer of a ``ScriptedResponsesServer``: what the model says and calls, and how the answer ends.
public struct ScriptedTurn: Sendable {
    /// How an answer ends.
    public enum Ending: Sendable {
        /// `response.completed`. Without a usage, the provider counts nothing.
        case completed(usage: CompletionUsage?)
        /// `response.incomplete` with a reason such as `max_output_tokens` or `content_filter`.
        case incomplete(reason: String)
        /// `response.failed` with a code such as `rate_limit_exceeded`, `insufficient_quota`, `server_is_overloaded`
        /// or `context_length_exceeded`.
        case failed(code: String, message: String)
        /// The connection is closed in the middle, without a word.
        case cut
        /// Nothing more comes, and the connection stays open, until the client goes away.
        case silence
    }

    enum Kind: Sendable {
        case items([ScriptedItem], Ending)
        case http(FaultResponse)
    }

    let kind: Kind

    /// What is counted unless a turn says otherwise: 20 tokens of prompt, 5 of them cached; 7 of answer, 2 of them
    /// reasoning.
    public static let usage: CompletionUsage = {
        var usage = CompletionUsage(promptTokens: 20, completionTokens: 7, totalTokens: 27)
        var prompt = PromptTokensDetails()
        prompt.cachedTokens = 5
        usage.promptTokensDetails = prompt
        var answer = CompletionTokensDetails()
        answer.reasoningTokens = 2
        usage.completionTokensDetails = answer
        return usage
    }()

    /// An answer of several parts.
    public static func items(_ items: [ScriptedItem], ending: Ending = .completed(usage: usage)) -> ScriptedTurn {
        ScriptedTurn(kind: .items(items, ending))
    }

    /// A text, word by word, after what the model thinks about it.
    public static func text(
        _ text: String, reasoning: String? = nil, ending: Ending = .completed(usage: usage)
    ) -> ScriptedTurn {
        .items((reasoning.map { [.reasoning($0)] } ?? []) + [.text(text)], ending: ending)
    }

    /// A command of the shell; see ``ScriptedItem/shellCommand(_:justification:)``. The output of the command comes with
    /// the next request, which the next turn answers.
    public static func shellCommand(_ command: String, justification: String? = nil) -> ScriptedTurn {
        .items([.shellCommand(command, justification: justification)])
    }

    /// A patch; see ``ScriptedItem/applyPatch(_:)``.
    public static func applyPatch(_ patch: String) -> ScriptedTurn {
        .items([.applyPatch(patch)])
    }

    /// A call of a function.
    public static func functionCall(_ name: String, arguments: JSONValue) -> ScriptedTurn {
        .items([.functionCall(name: name, arguments: arguments)])
    }

    /// A refusal by status, with OpenAI's error body.
    ///
    /// - Parameters:
    ///   - status: Such as 401, 404, 429, 500.
    ///   - code: The error's `code`, such as `model_not_found`.
    ///   - message: What the provider says.
    ///   - headers: Such as `Retry-After`.
    public static func refusal(
        status: Int, code: String? = nil, message: String, headers: [(String, String)] = []
    ) -> ScriptedTurn {
        let error: JSONValue = [
            "error": [
                "message": .string(message), "type": status < 500 ? "invalid_request_error" : "server_error",
                "param": .null, "code": code.map { .string($0) } ?? .null,
            ]
        ]
        return .http(.json(ResponsesEvent.text(of: error), status: status, headers: headers))
    }

    /// Whatever a ``FaultServer`` can do.
    public static func http(_ response: FaultResponse) -> ScriptedTurn {
        ScriptedTurn(kind: .http(response))
    }

    func response(to request: ScriptedResponsesRequest) -> FaultResponse {
        switch kind {
        case .http(let response): response
        case .items(let items, let ending): ResponsesEvent.stream(items, ending: ending, for: request)
        }
    }
}
