import HTTPTypes
import Martlet
import MartletAPI
import MartletServer

/// What a client is told when `llama-server` refuses or fails.
enum LlamaErrors {
    /// llama-server answers 500 to some requests that are at fault; its words tell them apart.
    private static func isFaultOfTheRequest(_ message: String) -> Bool {
        message.contains("json.exception")
            || ["Failed to parse", "Unknown", "Cannot use", "Unsupported"].contains { message.hasPrefix($0) }
    }

    /// The numbers in llama-server's complaint about a text that does not fit into one batch: "input (702 tokens) is too
    /// large to process. increase the physical batch size (current batch size: 512)".
    private static func textTooLong(_ message: String) -> (tokens: Int, limit: Int)? {
        guard message.contains("is too large to process") else { return nil }
        let numbers = message.split { !$0.isNumber }.compactMap { Int($0) }
        return numbers.count >= 2 ? (numbers[0], numbers[1]) : nil
    }

    /// - Parameter parameter: The parameter whose text is too long when the context is.
    static func platformError(for error: MartletError, parameter: String = "messages") -> PlatformError {
        let body = ErrorBody(parsing: error.body)
        if error.code == .contextLengthExceeded {
            let prompt = body.details?["n_prompt_tokens"]?.intValue
            let context = body.details?["n_ctx"]?.intValue
            var result = ErrorBody(
                message: error.message, type: "invalid_request_error", code: "context_length_exceeded",
                parameter: parameter)
            if let prompt, let context {
                result.message =
                    "The prompt has \(prompt) tokens; the model's context has \(context). Shorten the \(parameter == "messages" ? "conversation" : parameter)."
                result.details = ["n_prompt_tokens": .integer(prompt), "n_ctx": .integer(context)]
            }
            return PlatformError(.badRequest, body: result)
        }
        if let numbers = textTooLong(error.message) {
            var result = ErrorBody(
                message: "A text has \(numbers.tokens) tokens; the model reads \(numbers.limit) at a time. Split it.",
                type: "invalid_request_error", code: "context_length_exceeded", parameter: parameter)
            result.details = ["n_prompt_tokens": .integer(numbers.tokens), "n_ctx": .integer(numbers.limit)]
            return PlatformError(.badRequest, body: result)
        }
        if error.isConnectionError || error.code == .truncated {
            return PlatformError(
                .badGateway, code: "engine_failed", "The engine died while it answered. It starts again by itself.")
        }
        if error.status == 500, isFaultOfTheRequest(error.message) {
            return PlatformError.invalidRequest("The engine refuses the request: \(error.message)")
        }
        if let status = error.status, (400..<500).contains(status), status != 401 {
            var result = PlatformError(HTTPResponse.Status(code: status), body: body)
            // llama-server repeats the status as the code, which says nothing more.
            if result.body.code == String(status) { result.body.code = nil }
            return result
        }
        return PlatformError(.badGateway, code: "engine_failed", "The engine failed: \(error.message)")
    }
}
