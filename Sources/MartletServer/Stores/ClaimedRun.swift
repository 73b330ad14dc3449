/// A run that a worker has taken up, and what it needs to answer.
public struct ClaimedRun: Sendable {
    /// How large the messages of a thread may be together, in bytes of JSON, for a run to answer it. 32 MiB: no model
    /// reads as much, and the platform must not fall over it.
    public static let maximumHistory = 32 << 20
    /// How often a run is taken up. A run that ends the process each time ends here.
    public static let maximumAttempts = 50

    /// The run, in progress.
    public var run: StoredRun
    /// The assistant; nil when it was deleted meanwhile.
    public var assistant: StoredAssistant?
    /// The thread as the run is to see it: every message from the first on, answers right behind what they answer.
    public var messages: [StoredMessage]
    /// Why it cannot be answered; the worker has only to say so.
    public var failure: StoredRun.Failure?

    /// Creates a claim.
    public init(run: StoredRun, assistant: StoredAssistant?, messages: [StoredMessage]) {
        self.run = run
        self.assistant = assistant
        self.messages = messages
    }
}

extension StoredRun.Failure {
    /// A thread larger than ``ClaimedRun/maximumHistory``.
    public static let historyTooLong = StoredRun.Failure(
        code: "context_length_exceeded",
        message: "The thread's messages are larger than \(ClaimedRun.maximumHistory) bytes. Begin a new thread.")
    /// More attempts than ``ClaimedRun/maximumAttempts``.
    public static let tooManyAttempts = StoredRun.Failure(
        code: "too_many_attempts",
        message: "The platform ended \(ClaimedRun.maximumAttempts) times while it answered this run.")
}
