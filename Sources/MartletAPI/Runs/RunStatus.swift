/// How far a run is. Open: a status that is not known here is kept as it came, and counts as one that will change.
public struct RunStatus: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The run waits to be started.
    public static let queued = RunStatus(rawValue: "queued")
    /// The model answers.
    public static let inProgress = RunStatus(rawValue: "in_progress")
    /// The answer is there.
    public static let completed = RunStatus(rawValue: "completed")
    /// There is no answer, because something went wrong.
    public static let failed = RunStatus(rawValue: "failed")
    /// There is no answer, because the run was called off.
    public static let cancelled = RunStatus(rawValue: "cancelled")
    /// The run is being called off (OpenAI).
    public static let cancelling = RunStatus(rawValue: "cancelling")
    /// The run took longer than the platform allows (OpenAI).
    public static let expired = RunStatus(rawValue: "expired")
    /// The answer ended before it was complete (OpenAI).
    public static let incomplete = RunStatus(rawValue: "incomplete")
    /// The run waits for the results of tools (OpenAI).
    public static let requiresAction = RunStatus(rawValue: "requires_action")

    /// Whether the status will not change any more.
    public var isTerminal: Bool { self == .completed || isFailure }

    /// Whether the run ended without an answer.
    ///
    /// PixiGPT's own are `failed` and `cancelled`; "treat `expired`/`incomplete` as terminal failures too".
    public var isFailure: Bool {
        switch self {
        case .failed, .cancelled, .expired, .incomplete: true
        default: false
        }
    }
}
