import MartletAPI

/// What happens to a run, for those who watch it.
enum RunEvent: Sendable {
    /// It has another state now.
    case run(StoredRun)
    /// A step began, or ended. Of a step that has ended it may be said again.
    case step(RunStep)
    /// The answer begins.
    case messageBegan(StoredMessage)
    /// More of the answer's text.
    case messageText(MessageID, String)
    /// The message is as it stays.
    case messageEnded(StoredMessage)
}
