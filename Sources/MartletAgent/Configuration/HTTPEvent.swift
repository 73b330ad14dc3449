/// A request that is sent, an answer that is here, or an attempt that failed. Keys are cut to their last four
/// characters, and media in the bodies are shortened.
public struct HTTPEvent: Sendable, Hashable {
    /// What happened. Open: later versions may add phases.
    public struct Phase: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        /// Creates the phase from its text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The request is about to be sent.
        public static let request = Phase(rawValue: "request")
        /// The answer is here; of a stream its head.
        public static let response = Phase(rawValue: "response")
        /// No answer came.
        public static let failure = Phase(rawValue: "failure")
    }

    /// What happened.
    public var phase: Phase
    /// The request's method.
    public var method: String
    /// The request's URL, without query.
    public var url: String
    /// Which attempt it is, from 1.
    public var attempt: Int
    /// Whether the answer is a stream.
    public var isStream: Bool
    /// The answer's status.
    public var status: Int?
    /// The headers of the request or of the answer, in order.
    public var headers: [String]
    /// The body as text, up to 1 MiB; nil for a stream's answer.
    public var body: String?
    /// What went wrong, in words.
    public var error: String?
    /// The time since the request was sent.
    public var duration: Duration?
}
