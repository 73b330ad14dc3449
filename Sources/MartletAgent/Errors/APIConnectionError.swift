public import protocol Foundation.LocalizedError

/// The platform could not be reached, refused the request, or broke off its answer.
///
/// Every HTTP status that is an error comes as this type, 401, 403 and 429 among them, unless it says that there is no
/// such model (``ModelNotFoundError``) or that the context is too long (``TokenLimitError``). So do failed connections,
/// timeouts and streams that are cut off.
public struct APIConnectionError: ChatAPIError, LocalizedError {
    public var message: String
    public var details: [String: String]
    public var cause: (any Error)?

    /// Creates an error; empty values are left out of ``details``.
    ///
    /// - Parameters:
    ///   - url: `details["url"]`: where the request went, without query.
    ///   - statusCode: `details["status_code"]`: the HTTP status, when an answer came.
    ///   - response: `details["response"]`: the answer's body, cut as the configuration says.
    public init(
        _ message: String, url: String? = nil, statusCode: Int? = nil, response: String? = nil,
        cause: (any Error)? = nil
    ) {
        self.message = message
        details = .facts([
            "url": url, "status_code": statusCode.flatMap { $0 == 0 ? nil : String($0) }, "response": response,
        ])
        self.cause = cause
    }

    /// Where the request went.
    public var url: String? { details["url"] }
    /// The HTTP status, when an answer came.
    public var statusCode: Int? { details["status_code"].flatMap { Int($0) } }
    /// The answer's body, cut as the configuration says.
    public var response: String? { details["response"] }
}
