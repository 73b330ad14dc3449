import Martlet
import MartletAgent

extension ChatAPIError {
    /// The error as a command says it: its sentence, with the status of the answer.
    var line: String {
        // What a tool or a server said may end in line feeds.
        let sentence = message.lastIndex { !$0.isWhitespace }.map { message[...$0] } ?? ""
        return details["status_code"].map { "\(sentence) (HTTP \($0))" } ?? String(sentence)
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
