/// Where a run stands.
public enum RunState: String, Hashable, Sendable, CaseIterable {
    case queued
    case inProgress = "in_progress"
    /// The model asked for functions of the client; the run goes on when their outputs come.
    case requiresAction = "requires_action"
    case completed, failed, cancelled
    /// The outputs that it waited for did not come in time.
    case expired
    /// The answer ended at a limit of tokens.
    case incomplete

    /// Whether it changes no more.
    public var isTerminal: Bool {
        switch self {
        case .queued, .inProgress, .requiresAction: false
        case .completed, .failed, .cancelled, .expired, .incomplete: true
        }
    }
}
