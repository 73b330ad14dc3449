/// A run that a worker has taken up, and what it needs to answer.
public struct ClaimedRun: Sendable {
    /// The run, in progress.
    public var run: StoredRun
    /// The assistant; nil when it was deleted meanwhile.
    public var assistant: StoredAssistant?
    /// The thread as the run is to see it: every message from the first on, answers right behind what they answer.
    public var messages: [StoredMessage]

    /// Creates a claim.
    public init(run: StoredRun, assistant: StoredAssistant?, messages: [StoredMessage]) {
        self.run = run
        self.assistant = assistant
        self.messages = messages
    }
}
