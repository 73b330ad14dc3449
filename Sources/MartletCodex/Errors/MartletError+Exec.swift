import Martlet

extension MartletError {
    /// The error that the end of a process stands for, when its events do not say why it failed.
    ///
    /// - Parameters:
    ///   - explanation: What it printed on its standard error, redacted and without noise.
    ///   - hasBegun: Whether there were events.
    static func exec(_ exit: ExecExit, explanation: String, hasBegun: Bool) -> MartletError {
        let words = explanation.isEmpty ? "It printed no explanation." : explanation
        switch exit {
        case .signalled(let signal):
            return MartletError(.processKilled, "Codex was ended by signal \(signal). \(words)")
        case .exited(0):
            return MartletError(
                .protocolViolation, "Codex ended well, but without an answer. \(words)")
        case .exited(2) where !hasBegun:
            return MartletError(
                .processFailed,
                "Codex does not know these arguments; its version may not be supported. \(words)")
        case .exited where explanation.contains("no rollout found"):
            var error = MartletError(.notFound, "Codex has no such thread: \(words)")
            error.status = 404
            return error
        case .exited(let code):
            let faults = [
                "Error loading config", "Not inside a trusted directory", "No such file or directory",
                "No prompt provided", "not valid UTF-8", "invalid UTF-8", "-32602",
            ]
            if faults.contains(where: { explanation.contains($0) }) {
                var error = MartletError(.invalidRequest, "Codex refused to start: \(words)")
                error.status = 400
                return error
            }
            return MartletError(.processFailed, "Codex ended with exit code \(code). \(words)")
        }
    }
}
