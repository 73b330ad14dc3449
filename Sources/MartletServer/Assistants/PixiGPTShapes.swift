import MartletAPI

/// Stored objects as PixiGPT's clients read them.
///
/// "It builds dataclasses from raw JSON, so unknown keys raise TypeError": nothing but the documented keys.
enum PixiGPTShapes {
    static func assistant(_ stored: StoredAssistant) -> Assistant {
        Assistant(
            id: stored.id, createdAt: stored.createdAt, name: stored.name ?? "",
            instructions: stored.instructions ?? "", toolsConfig: stored.toolsConfig)
    }

    static func thread(_ stored: StoredThread) -> ChatThread {
        var metadata: [String: String] = [:]
        for (key, value) in stored.metadata { metadata[key] = value.stringValue }
        return ChatThread(id: stored.id, createdAt: stored.createdAt, metadata: metadata)
    }

    static func message(_ stored: StoredMessage) -> ThreadMessage {
        var message = ThreadMessage(
            id: stored.id, createdAt: stored.createdAt, threadID: stored.threadID, role: stored.role,
            content: stored.content.map(content))
        message.reasoningContent = stored.reasoning
        message.sources = stored.attachments.sources.isEmpty ? nil : stored.attachments.sources
        message.media = stored.attachments.media.isEmpty ? nil : stored.attachments.media
        message.code = stored.attachments.code.isEmpty ? nil : stored.attachments.code
        return message
    }

    /// Its clients know blocks of text and fail on others, which only OpenAI's clients can have written.
    private static func content(_ block: JSONValue) -> ThreadContent {
        if let text = block["text"], let value = text["value"]?.stringValue {
            return .text(ThreadText(value, annotations: text["annotations"]?.arrayValue ?? []))
        }
        let kind = block["type"]?.stringValue ?? "content"
        let name = block[kind]?["url"]?.stringValue ?? block[kind]?["file_id"]?.stringValue
        // An image in a data URL is longer than anybody wants to read.
        return .text(ThreadText("[\(kind): \((name ?? "").prefix(200))]"))
    }

    /// - Parameters:
    ///   - message: The answer, when there is one.
    ///   - hasReason: Whether the reason of a failure is wanted, which the stock Python client fails on.
    static func run(_ stored: StoredRun, message: StoredMessage?, hasReason: Bool) -> ThreadRun {
        var run = ThreadRun(
            id: stored.id, createdAt: stored.createdAt, threadID: stored.threadID, assistantID: stored.assistantID,
            status: status(stored.state), model: stored.model)
        run.message = message.map(Self.message)
        if hasReason {
            if let failure = stored.failure {
                run.lastError = RunError(code: RunErrorCode(rawValue: failure.code), message: failure.message)
            } else if stored.state == .expired {
                run.lastError = RunError(
                    code: "expired", message: "The outputs that the run waited for did not come in time.")
            }
        }
        return run
    }

    /// Its clients wait for ever for a status that they do not know.
    private static func status(_ state: RunState) -> RunStatus {
        switch state {
        case .queued: .queued
        case .inProgress, .requiresAction: .inProgress
        case .completed, .incomplete: .completed
        case .failed, .expired: .failed
        case .cancelled: .cancelled
        }
    }
}
