import Martlet

extension MartletError {
    /// The error that a refused request of the app-server stands for.
    init(_ error: RPCError, method: String, redactor: CodexRedactor) {
        self.init(.invalidRequest, redactor.redact("Codex refused \(method): \(error.message)"))
    }
}
