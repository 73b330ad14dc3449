import Martlet
import MartletAgent

extension ChatAPIError {
    /// The error as a command says it: in one sentence, with the status of the answer.
    var line: String {
        guard let status = details["status_code"] else { return message }
        return "\(message) (HTTP \(status))"
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
