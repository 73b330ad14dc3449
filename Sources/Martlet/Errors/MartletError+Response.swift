import HTTPTypes
import MartletAPI

extension MartletError {
    /// How much of an error's body is kept.
    static let bodyLimit = 1 << 20

    /// The error that an answer with an error status, or with an error in its body, stands for.
    ///
    /// - Parameters:
    ///   - status: The HTTP status; nil for an error inside a stream.
    ///   - body: The body, which may be of any form.
    ///   - redactor: Takes the keys out.
    static func response(
        status: Int?, headers: HTTPFields, body: [UInt8], redactor: Redactor
    ) -> MartletError {
        let kept = redactor.redact(Array(body.prefix(bodyLimit)))
        let parsed = ErrorBody(parsing: kept)
        var message = redactor.redact(parsed.message)
        if message.isEmpty {
            message = status.map { "The server answered \($0) with no explanation." } ?? "The server reported an error."
        } else if message.utf8.count > 2_000 {
            message = String(message.prefix(2_000)) + "…"
        }
        var error = MartletError(code(status: status, body: parsed), message)
        error.status = status
        error.type = parsed.type
        error.serverCode = parsed.code
        error.parameter = parsed.parameter
        error.body = kept
        error.headers = headers
        error.retryAfter = RetryAfter.delay(in: headers)
        return error
    }

    private static func code(status: Int?, body: ErrorBody) -> Code {
        switch body.code {
        case "insufficient_quota": return .insufficientQuota
        case "context_length_exceeded": return .contextLengthExceeded
        case "content_filter", "content_policy_violation": return .contentFiltered
        case "invalid_api_key": return .authentication
        default: break
        }
        switch body.type {
        // PixiGPT: "Predicates test `type` only"; ours also the status, for servers that send no type.
        case "authentication_error": return .authentication
        case "rate_limit_error": return .rateLimited
        case "insufficient_quota": return .insufficientQuota
        // llama.cpp's name.
        case "exceed_context_size_error": return .contextLengthExceeded
        default: break
        }
        switch status {
        case 401: return .authentication
        case 403: return .permissionDenied
        case 404: return .notFound
        case 409: return .conflict
        case 413: return .payloadTooLarge
        case 429: return .rateLimited
        case let status? where (400..<500).contains(status): return .invalidRequest
        case let status? where status >= 500: return .server
        default: return .reportedByServer
        }
    }
}
