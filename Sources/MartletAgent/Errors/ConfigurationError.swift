public import protocol Foundation.LocalizedError

/// The configuration, or how the agent is used, is at fault: a value out of range, a file that is not there, two tools of
/// one name, a base URL that is none.
public struct ConfigurationError: ChatAPIError, LocalizedError {
    public var message: String
    public var details: [String: String]
    public var cause: (any Error)?

    /// Creates an error.
    ///
    /// - Parameter details: Facts by name; empty values are left out. The protocol documents none for this type.
    public init(_ message: String, details: [String: String] = [:], cause: (any Error)? = nil) {
        self.message = message
        self.details = details.filter { !$0.value.isEmpty }
        self.cause = cause
    }
}
