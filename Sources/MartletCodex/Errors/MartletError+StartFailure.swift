import Martlet

extension MartletError {
    /// The error that whatever kept a process from starting stands for.
    init(startFailure error: any Error, redactor: CodexRedactor) {
        switch error {
        case let error as MartletError: self = error
        case is CancellationError: self.init(.connection, "Starting Codex was called off.", cause: error)
        case let error as CodexStartFailure:
            self.init(
                .cliNotFound, redactor.redact("\(error). Check the file, and the working directory."), cause: error)
        default: self.init(.processFailed, redactor.redact("Running Codex failed: \(error)."), cause: error)
        }
    }
}
