import MartletAPI

extension ExecMachine {
    /// Handles one event.
    mutating func handle(_ event: ExecEvent) {
        switch event {
        case .threadStarted(let id):
            if !id.rawValue.isEmpty { builder.outcome.threadID = id }
        case .turnStarted, .unknown: break
        case .item(let item, let type, let id, let isComplete): handle(item, type: type, id: id, isComplete: isComplete)
        case .turnCompleted(let usage):
            let total = CodexTokenUsage(exec: usage)
            builder.outcome.usage = total.map { total in settings.usageBefore.map { total - $0 } ?? total }
            if let usage = builder.outcome.usage { builder.add(.usage(usage)) }
            result = .success(())
        case .turnFailed(let failure): result = .failure(failure)
        case .error(let message):
            if let retry = CodexRetry(notice: message, redactor: settings.redactor) {
                builder.add(.retrying(retry))
            } else {
                lastError = CodexFailure(message: message)
            }
        }
    }

    private mutating func handle(_ item: JSONValue, type: String, id: String, isComplete: Bool) {
        switch type {
        case "agent_message":
            if isComplete { builder.messageEnded(id: id, text: item["text"]?.stringValue ?? "", phase: nil) }
        case "reasoning":
            if isComplete { builder.reasoningEnded(id: id, summary: [item["text"]?.stringValue ?? ""], raw: []) }
        case "error":
            // An item of this type is a warning, and the turn goes on.
            if isComplete { builder.warn(item["message"]?.stringValue ?? "") }
        default:
            if let activity = CodexActivity(
                execItem: item, type: type, id: id, outputBytes: settings.turn.keptOutputBytes)
            {
                builder.add(activity)
            }
        }
    }
}

extension CodexRetry {
    /// The notice that a top-level error is: `Reconnecting... 1/5 (cause)`; nil when it is none.
    init?(notice message: String, redactor: CodexRedactor) {
        guard message.hasPrefix("Reconnecting...") else { return nil }
        self.init(message: redactor.redact(message), status: CodexFailure(message: message).status)
    }
}
