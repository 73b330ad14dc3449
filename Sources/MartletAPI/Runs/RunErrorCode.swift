/// The kind of a ``RunError``. Open: a code that is not known here is kept as it came.
public struct RunErrorCode: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The platform or its model failed.
    public static let serverError = RunErrorCode(rawValue: "server_error")
    /// The platform is asked too much.
    public static let rateLimitExceeded = RunErrorCode(rawValue: "rate_limit_exceeded")
    /// The conversation cannot be answered as it is.
    public static let invalidPrompt = RunErrorCode(rawValue: "invalid_prompt")
}
