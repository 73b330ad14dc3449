import Martlet
import MartletAPI

extension MartletError {
    /// The error that a refused request of the app-server stands for.
    init(_ error: RPCError, method: String, redactor: CodexRedactor) {
        let text = redactor.redact(error.message)
        switch error.code {
        case -32_001:
            self.init(.server, "Codex is overloaded: \(text)")
            status = 503
        case -32_603:
            self.init(.server, "Codex failed at \(method): \(text)")
            status = 500
        case _ where text.contains("no rollout found") || text.contains("thread not found"):
            self.init(.notFound, "Codex has no such thread: \(text)")
            status = 404
        default:
            self.init(.invalidRequest, "Codex refused \(method): \(text)")
            status = 400
            serverCode = error.data?["input_error_code"]?.stringValue
        }
        retryAfter = RetryHint.delay(in: error.message)
    }
}
