public import MartletAPI

public import protocol Foundation.LocalizedError

/// There is no such model on the platform.
public struct ModelNotFoundError: ChatAPIError, LocalizedError {
    public var message: String
    public var details: [String: String]
    public var cause: (any Error)?

    /// How many models `details["available_models"]` names at most: 10, as the protocol says.
    public static let maximumNamedModels = 10

    /// Creates an error; empty values are left out of ``details``.
    ///
    /// - Parameters:
    ///   - requestedModel: `details["requested_model"]`: the model that was asked for.
    ///   - availableModels: `details["available_models"]`: the first ten of these, joined with commas.
    ///   - url: `details["url"]`: where the request went.
    ///   - statusCode: `details["status_code"]`: the HTTP status, when an answer said so.
    ///   - response: `details["response"]`: the answer's body, cut as the configuration says.
    public init(
        _ message: String, requestedModel: ModelID? = nil, availableModels: [ModelID] = [], url: String? = nil,
        statusCode: Int? = nil, response: String? = nil, cause: (any Error)? = nil
    ) {
        self.message = message
        details = .facts([
            "requested_model": requestedModel?.rawValue,
            "available_models": availableModels.prefix(Self.maximumNamedModels).map(\.rawValue)
                .joined(separator: ", "),
            "url": url, "status_code": statusCode.map(String.init), "response": response,
        ])
        self.cause = cause
    }

    /// The model that was asked for.
    public var requestedModel: ModelID? { details["requested_model"].map(ModelID.init) }
    /// The HTTP status, when an answer said so.
    public var statusCode: Int? { details["status_code"].flatMap { Int($0) } }
}
