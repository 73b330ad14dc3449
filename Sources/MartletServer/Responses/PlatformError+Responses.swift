import HTTPTypes
import MartletAPI

extension PlatformError {
    /// A response that there is not, or that is another account's: nobody learns which. The words are OpenAI's.
    static func unknownResponse(_ id: ResponseID) -> PlatformError {
        PlatformError(
            .notFound, code: "response_not_found", "Response with id '\(id.rawValue.prefix(200))' not found.")
    }

    /// A response to be continued that has not ended.
    static func unfinishedPreviousResponse(_ id: ResponseID) -> PlatformError {
        .invalidRequest(
            "The response '\(id.rawValue.prefix(200))' has not ended yet. Continue it when it has.",
            code: "previous_response_not_finished", parameter: "previous_response_id")
    }

    /// The error of a chat, in the words of the response that it was asked for.
    var ofResponse: PlatformError {
        guard let parameter = body.parameter, let name = Self.responseParameter(parameter) else { return self }
        var error = self
        error.body.parameter = name
        return error
    }

    private static func responseParameter(_ parameter: String) -> String? {
        if parameter == "messages" || parameter.hasPrefix("messages[") { return "input" }
        return [
            "max_completion_tokens": "max_output_tokens", "max_tokens": "max_output_tokens",
            "reasoning_effort": "reasoning.effort", "response_format": "text.format",
        ][parameter]
    }
}

extension ResponseError {
    /// What a response says that failed after its beginning.
    init(_ error: any Error) {
        guard let error = error as? PlatformError else {
            self.init(
                code: .serverError,
                message: "The platform failed before the answer was complete. Its log has the reason.")
            return
        }
        self.init(code: Self.code(of: error), message: error.body.message)
    }

    /// One of those that clients know.
    private static func code(of error: PlatformError) -> ResponseErrorCode {
        if let code = error.body.code.map({ ResponseErrorCode(rawValue: $0) }),
            [.contextLengthExceeded, .insufficientQuota, .rateLimitExceeded, .invalidPrompt].contains(code)
        {
            return code
        }
        switch error.status.code {
        case 429: return .rateLimitExceeded
        case 400..<500: return .invalidPrompt
        default: return .serverError
        }
    }
}
