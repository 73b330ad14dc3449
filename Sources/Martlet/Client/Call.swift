import HTTPTypes
import MartletAPI
import NIOCore

/// One call as a resource describes it, before the client adds what is its own.
struct Call: Sendable {
    /// The operation in traces and metrics: `chat`, `list_models`.
    var operation: String
    var method: HTTPRequest.Method
    var endpoint: Endpoint
    var body: ByteBuffer?
    /// Instead of `body`, one that is made while it is sent.
    var bodyStream: StreamedRequestBody?
    /// The type of the body.
    var contentType = "application/json"
    var accept: Accept = .json
    /// The model that is asked, for traces and metrics.
    var model: String?
    /// The conversation, when its content is to be traced.
    var messages: [ChatMessage]?

    enum Accept: Sendable {
        case json
        case eventStream
        case anything
    }

    /// Whether the request may arrive twice without harm (RFC 9110 section 9.2.2).
    var isIdempotent: Bool { [.get, .head, .put, .delete, .options].contains(method) }
}
