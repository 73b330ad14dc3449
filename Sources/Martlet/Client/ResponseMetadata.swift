public import HTTPTypes

/// What came with an answer beside its body.
public struct ResponseMetadata: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The headers.
    public var headers: HTTPFields
    /// How many times the request was sent.
    public var attempts: Int

    /// Creates metadata.
    public init(status: Int, headers: HTTPFields, attempts: Int) {
        self.status = status
        self.headers = headers
        self.attempts = attempts
    }

    /// The server's name for the request, for its support.
    public var requestID: String? { Self.requestID(in: headers) }

    private static let requestIDNames = ["x-request-id", "request-id", "x-amzn-requestid", "apim-request-id"].compactMap
    { HTTPField.Name($0) }

    static func requestID(in headers: HTTPFields) -> String? {
        requestIDNames.lazy.compactMap { headers[$0] }.first
    }
}
