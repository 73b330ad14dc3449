public import protocol Foundation.LocalizedError

/// The conversation, or it and the answer that may follow, is longer than the model's context.
public struct TokenLimitError: ChatAPIError, LocalizedError {
    public var message: String
    public var details: [String: String]
    public var cause: (any Error)?

    /// Creates an error; values that are missing or 0 are left out of ``details``.
    ///
    /// - Parameters:
    ///   - usedTokens: `details["used_tokens"]`: how many tokens the request needs, when the platform says so.
    ///   - maxTokens: `details["max_tokens"]`: how many the model's context has, when the platform says so.
    ///   - url: `details["url"]`: where the request went.
    ///   - statusCode: `details["status_code"]`: the HTTP status, when an answer said so.
    ///   - response: `details["response"]`: the answer's body, cut as the configuration says.
    public init(
        _ message: String, usedTokens: Int? = nil, maxTokens: Int? = nil, url: String? = nil, statusCode: Int? = nil,
        response: String? = nil, cause: (any Error)? = nil
    ) {
        self.message = message
        details = .facts([
            "used_tokens": usedTokens.flatMap { $0 == 0 ? nil : String($0) },
            "max_tokens": maxTokens.flatMap { $0 == 0 ? nil : String($0) },
            "url": url, "status_code": statusCode.map(String.init), "response": response,
        ])
        self.cause = cause
    }

    /// How many tokens the request needs.
    public var usedTokens: Int? { details["used_tokens"].flatMap { Int($0) } }
    /// How many tokens the model's context has.
    public var maxTokens: Int? { details["max_tokens"].flatMap { Int($0) } }
    /// The HTTP status, when an answer said so.
    public var statusCode: Int? { details["status_code"].flatMap { Int($0) } }
}
