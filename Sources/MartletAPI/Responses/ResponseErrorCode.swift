/// The kind of a ``ResponseError``. Open: a code that is not known here is kept as it came.
public struct ResponseErrorCode: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The platform or its model failed.
    public static let serverError = ResponseErrorCode(rawValue: "server_error")
    /// The platform is asked too much.
    public static let rateLimitExceeded = ResponseErrorCode(rawValue: "rate_limit_exceeded")
    /// The conversation cannot be answered as it is.
    public static let invalidPrompt = ResponseErrorCode(rawValue: "invalid_prompt")
    /// The conversation is longer than the model's context.
    public static let contextLengthExceeded = ResponseErrorCode(rawValue: "context_length_exceeded")
    /// The account has nothing left to spend.
    public static let insufficientQuota = ResponseErrorCode(rawValue: "insufficient_quota")
}
