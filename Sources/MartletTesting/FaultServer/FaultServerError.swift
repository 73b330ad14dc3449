/// Why a ``FaultServer`` could not do what the test asked of it. What a server does to its clients is never an error
/// here; it is what the test wanted.
public struct FaultServerError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure. Open: compare with the static members.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public var rawValue: String

        /// A code of that name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// What was waited for did not happen in time.
        public static let timeout = Code(rawValue: "timeout")
        /// The wait for the client to close is over because the server closed the connection itself.
        public static let closedByServer = Code(rawValue: "closed_by_server")
        /// The server was shut down while somebody waited.
        public static let shutDown = Code(rawValue: "shut_down")
        /// A server was given an empty list of responses.
        public static let noResponses = Code(rawValue: "no_responses")
        /// The listener could not do what it was started for on this machine.
        public static let unsupported = Code(rawValue: "unsupported")
    }

    /// The kind of failure.
    public var code: Code
    /// One sentence for the person who reads the failed test.
    public var message: String

    /// The code and the sentence.
    public var description: String { "\(code.rawValue): \(message)" }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
