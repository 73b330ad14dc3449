public import HTTPTypes
public import NIOCore

/// A server's answer to one attempt.
public struct TransportResponse: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The headers.
    public var headers: HTTPFields
    /// The body.
    public var body: ResponseBody

    /// Creates an answer.
    public init(status: Int, headers: HTTPFields = [:], body: ResponseBody = ResponseBody(ByteBuffer())) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
