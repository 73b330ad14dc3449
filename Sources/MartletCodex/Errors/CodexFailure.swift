import Martlet
import MartletAPI

/// Why a turn failed, in Codex's words; and the error that this stands for.
struct CodexFailure: Hashable, Sendable {
    /// The text. It is the only place that always has the provider's status.
    var message: String
    /// `codexErrorInfo`: a word, or an object with one member. Often `other`.
    var info: JSONValue?
    var details: String?

    init(message: String, info: JSONValue? = nil, details: String? = nil) {
        self.message = message
        self.info = info
        self.details = details
    }

    /// The `error` of a turn or of a notification.
    init(_ value: JSONValue?) {
        self.init(
            message: value?["message"]?.stringValue ?? value?.stringValue ?? "",
            info: value?["codexErrorInfo"], details: value?["additionalDetails"]?.stringValue)
    }

    /// The error for the caller.
    ///
    /// - Parameter status: A status that an earlier notice had, for messages that have none.
    func error(status: Int? = nil, redactor: CodexRedactor) -> MartletError {
        MartletError(.reportedByServer, redactor.redact(message))
    }
}
