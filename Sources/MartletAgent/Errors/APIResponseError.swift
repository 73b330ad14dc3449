public import protocol Foundation.LocalizedError

/// The platform answered with something that is no answer: not JSON, no choices, or an error object in a good answer or
/// inside a stream.
public struct APIResponseError: ChatAPIError, LocalizedError {
    public var message: String
    public var details: [String: String]
    public var cause: (any Error)?

    /// Creates an error; an empty value is left out of ``details``.
    ///
    /// - Parameter response: `details["response"]`: what came, cut as the configuration says.
    public init(_ message: String, response: String? = nil, cause: (any Error)? = nil) {
        self.message = message
        details = .facts(["response": response])
        self.cause = cause
    }

    /// What came instead of an answer, cut as the configuration says.
    public var response: String? { details["response"] }
}
