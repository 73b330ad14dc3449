import Martlet
import MartletAPI

extension CodexFailure {
    /// The error for the caller.
    ///
    /// - Parameter lastStatus: A status that an earlier notice had, for messages that have none.
    func error(status lastStatus: Int? = nil, redactor: CodexRedactor) -> MartletError {
        let words = providerMessage
        let body = Self.body(words)
        let status = self.status ?? body?.status ?? (body == nil ? nil : 400)
        var text = body?.message ?? words
        if text.isEmpty {
            text =
                status.map { "The provider answered \($0) with no explanation." } ?? "Codex failed with no explanation."
        }
        if text.utf8.count > 2_000 { text = String(text.prefix(2_000)) + "…" }
        let (code, implied) = classify(body: body, status: status, lastStatus: lastStatus)
        var error = MartletError(code, redactor.redact(text))
        error.status = status ?? implied
        error.type = body?.type.map(redactor.redact)
        error.serverCode = (body?.code ?? Self.serverCode(of: code)).map(redactor.redact)
        error.parameter = body?.parameter.map(redactor.redact)
        if body != nil { error.body = Array(redactor.redact(words).utf8) }
        error.retryAfter = RetryHint.delay(in: message)
        return error
    }

    private func classify(
        body: ProviderErrorBody?, status: Int?, lastStatus: Int?
    ) -> (code: MartletError.Code, impliedStatus: Int?) {
        if let code = body?.errorCode { return (code, nil) }
        switch kind {
        case "contextWindowExceeded": return (.contextLengthExceeded, 400)
        case "usageLimitExceeded", "sessionBudgetExceeded": return (.insufficientQuota, 429)
        case "serverOverloaded": return (.server, 503)
        case "unauthorized": return (.authentication, 401)
        case "cyberPolicy": return (.contentFiltered, 400)
        default: break
        }
        if let code = textCode { return code }
        if let status { return (Self.code(status: status), nil) }
        switch kind {
        case "internalServerError": return (.server, 500)
        case "badRequest", "threadRollbackFailed", "activeTurnNotSteerable": return (.invalidRequest, 400)
        case "httpConnectionFailed", "responseStreamConnectionFailed", "responseStreamDisconnected":
            return (.connection, nil)
        default: break
        }
        if let lastStatus { return (Self.code(status: lastStatus), lastStatus) }
        return (.reportedByServer, nil)
    }

    /// What a text says where it has no status, and what it says better than its status.
    private var textCode: (MartletError.Code, Int?)? {
        switch incompleteReason {
        case .contentFilter?: return (.contentFiltered, 400)
        case .length?: return (.outputCutOff, nil)
        default: break
        }
        let rules: [(phrase: String, code: MartletError.Code, status: Int?)] = [
            ("Missing environment variable", .authentication, 401),
            ("usage limit", .insufficientQuota, 429),
            ("Quota exceeded", .insufficientQuota, 429),
            ("insufficient_quota", .insufficientQuota, 429),
            ("Rate limit reached", .rateLimited, 429),
            ("ran out of room", .contextLengthExceeded, 400),
            ("exceed_context_size_error", .contextLengthExceeded, 400),
            ("idle timeout waiting for SSE", .idleTimeout, nil),
            ("is at capacity", .server, 503),
            ("experiencing high demand", .server, 500),
        ]
        if let rule = rules.first(where: { message.contains($0.phrase) }) { return (rule.code, rule.status) }
        // Codex's words for a cut stream stand before whatever cut it, so the status goes first.
        guard status == nil else { return nil }
        let cuts = ["error sending request", "stream disconnected", "stream closed"]
        return cuts.contains(where: { message.contains($0) }) ? (.connection, nil) : nil
    }

    private static func code(status: Int) -> MartletError.Code {
        switch status {
        case 401: .authentication
        case 403: .permissionDenied
        case 404: .notFound
        case 409: .conflict
        case 413: .payloadTooLarge
        case 429: .rateLimited
        case 400..<500: .invalidRequest
        case 500...: .server
        default: .reportedByServer
        }
    }

    /// The provider's name for a failure that Codex has put into words of its own.
    private static func serverCode(of code: MartletError.Code) -> String? {
        switch code {
        case .insufficientQuota: "insufficient_quota"
        case .contextLengthExceeded: "context_length_exceeded"
        case .rateLimited: "rate_limit_exceeded"
        default: nil
        }
    }

    /// The provider's error body, which Codex hands on as it is for a 400, and sometimes behind a status.
    private static func body(_ text: String) -> ProviderErrorBody? {
        guard text.first == "{" else { return nil }
        return (try? JSONValue(json: text)).flatMap { ProviderErrorBody($0) }
    }
}
