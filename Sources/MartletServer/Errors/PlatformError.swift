public import HTTPTypes
public import MartletAPI

/// An error that a client is to see.
public struct PlatformError: Error, Sendable, CustomStringConvertible {
    /// The HTTP status.
    public var status: HTTPResponse.Status
    /// What the body says.
    public var body: ErrorBody
    /// How long the client should wait, in seconds.
    public var retryAfter: Int?
    /// Header fields of the answer beside those that every error has.
    public var headers = HTTPFields()
    /// The error underneath, for the log only.
    public var cause: (any Error)?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - type: The kind, as PixiGPT's and OpenAI's clients read it.
    ///   - code: The error itself, for programs.
    ///   - parameter: The request's parameter that is at fault.
    ///   - message: One sentence that says what to do.
    public init(
        _ status: HTTPResponse.Status, type: String? = nil, code: String? = nil, parameter: String? = nil,
        _ message: String
    ) {
        self.status = status
        body = ErrorBody(message: message, type: type ?? Self.type(of: status), code: code, parameter: parameter)
    }

    /// Creates an error with a body from elsewhere.
    public init(_ status: HTTPResponse.Status, body: ErrorBody) {
        self.status = status
        self.body = body
        if self.body.type == nil { self.body.type = Self.type(of: status) }
    }

    /// PixiGPT: "Status map: 400 & 404 `invalid_request_error`; 401 `authentication_error`; 413
    /// `invalid_request_error`; 429 `rate_limit_error`; 5xx `server_error`."
    private static func type(of status: HTTPResponse.Status) -> String {
        switch status.code {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 429: "rate_limit_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }

    public var description: String { "\(status.code) \(body.code ?? body.type ?? ""): \(body.message)" }

    /// A request that is at fault.
    public static func invalidRequest(
        _ message: String, code: String? = nil, parameter: String? = nil
    ) -> PlatformError {
        PlatformError(.badRequest, code: code, parameter: parameter, message)
    }

    /// A model that is not served.
    public static func unknownModel(_ id: ModelID, known: [ModelID]) -> PlatformError {
        let names = known.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return PlatformError(
            .notFound, code: "model_not_found", parameter: "model",
            "The model '\(id.rawValue.prefix(200))' is not served here."
                + (names.isEmpty ? " No model is: run scripts/setup." : " Served are: \(names)."))
    }
}
