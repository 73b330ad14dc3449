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
        error.type = parsed.type.map(redactor.redact)
        error.serverCode = parsed.code.map(redactor.redact)
        error.parameter = parsed.parameter.map(redactor.redact)
        error.body = kept
        error.headers = redactor.redact(headers)
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
        // An error inside a good answer often carries the status that it would have had.
        let inner = body.code.flatMap { Int($0) }.flatMap { (400..<600).contains($0) ? $0 : nil }
        switch status.flatMap({ $0 >= 400 ? $0 : nil }) ?? inner {
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

extension MartletError {
    /// The error for whatever a transport, a middleware or a body threw, with the keys taken out.
    init(_ error: any Error, redactor: Redactor) {
        if let known = error as? MartletError {
            self = known
            message = redactor.redact(known.message)
        } else {
            self.init(.connection, "The connection failed: \(redactor.redact("\(error)")).", cause: error)
        }
    }
}
