import HTTPTypes
import MartletAPI

extension MartletError.Code {
    /// A response of the Responses API was called off; see ``MartletError/response``.
    public static let responseCancelled = MartletError.Code(rawValue: "response_cancelled")
}

extension MartletError {
    /// The error that a response which failed or was called off stands for.
    static func failure(of response: ResponseObject, redactor: Redactor) -> MartletError {
        var error: MartletError
        if response.status == .cancelled {
            error = MartletError(.responseCancelled, "The response was cancelled.")
        } else if let reason = response.error {
            let body: JSONValue = [
                "error": ["code": .string(reason.code.rawValue), "message": .string(reason.message)]
            ]
            error =
                MartletError.response(
                    status: nil, headers: [:], body: (try? body.jsonBytes()) ?? [], redactor: redactor
                ).refined
        } else {
            error = MartletError(.reportedByServer, "The response failed; the platform does not say why.")
        }
        error.response = response
        return error
    }

    /// The error with a code that says more, for one whose only hint is the server's own code: an error in a stream, or
    /// of a response that failed, has no status.
    var refined: MartletError {
        guard code == .reportedByServer else { return self }
        var refined = self
        switch serverCode ?? type {
        case "rate_limit_exceeded"?: refined.code = .rateLimited
        case "server_error"?, "internal_error"?, "server_is_overloaded"?, "slow_down"?: refined.code = .server
        case "invalid_prompt"?, "invalid_request_error"?: refined.code = .invalidRequest
        case "model_not_found"?: refined.code = .notFound
        default: return self
        }
        return refined
    }
}
