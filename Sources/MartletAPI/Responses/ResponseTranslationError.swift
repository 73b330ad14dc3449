/// Something of the Responses API that chat completions cannot express.
public struct ResponseTranslationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, for people, and what to do.
    public var message: String
    /// The request's parameter that is at fault, such as `input[3]`.
    public var parameter: String

    /// Creates an error.
    public init(message: String, parameter: String) {
        self.message = message
        self.parameter = parameter
    }

    public var description: String { "\(parameter): \(message)" }
}
