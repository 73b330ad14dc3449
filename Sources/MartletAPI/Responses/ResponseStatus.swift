/// How far a response, or one of its items, is. Open: a status that is not known here is kept as it came, and counts as
/// one that will change.
public struct ResponseStatus: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A response in the background waits to be started.
    public static let queued = ResponseStatus(rawValue: "queued")
    /// The model answers.
    public static let inProgress = ResponseStatus(rawValue: "in_progress")
    /// The answer is there.
    public static let completed = ResponseStatus(rawValue: "completed")
    /// The answer ended before it was complete; ``ResponseObject/incompleteDetails`` says why.
    public static let incomplete = ResponseStatus(rawValue: "incomplete")
    /// There is no answer, because something went wrong; ``ResponseObject/error`` says what.
    public static let failed = ResponseStatus(rawValue: "failed")
    /// There is no answer, because the response was called off.
    public static let cancelled = ResponseStatus(rawValue: "cancelled")

    /// Whether the status will not change any more.
    public var isTerminal: Bool {
        switch self {
        case .completed, .incomplete, .failed, .cancelled: true
        default: false
        }
    }
}
