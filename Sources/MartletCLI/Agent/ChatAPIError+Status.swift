import Martlet
import MartletAgent

extension ChatAPIError {
    /// The error as a command says it: its sentence, with the status of the answer and the models that there are.
    var line: String {
        // What a tool or a server said may end in line feeds.
        var line = message.lastIndex { !$0.isWhitespace }.map { String(message[...$0]) } ?? ""
        if let status = details["status_code"] { line += " (HTTP \(status))" }
        if let models = details["available_models"] { line += " There are: \(models)." }
        return line
    }
}

extension ExitStatus {
    /// The status for an agent's error.
    init(_ error: any ChatAPIError) {
        switch error {
        case is ConfigurationError: self = .configuration
        case is MediaProcessingError: self = .usage
        case is ModelNotFoundError, is TokenLimitError, is ToolExecutionError: self = .refused
        default:
            guard let cause = error.cause as? MartletError else {
                self = .unavailable
                return
            }
            self.init(cause as any Error)
        }
    }
}
