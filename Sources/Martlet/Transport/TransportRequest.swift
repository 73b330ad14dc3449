public import HTTPTypes
public import NIOCore

public import struct Foundation.URL

/// One attempt of a call, ready to be sent.
public struct TransportRequest: Sendable {
    /// How the answer is wanted.
    public enum Delivery: Hashable, Sendable {
        /// As a whole, up to a number of bytes.
        case whole(maximumBytes: Int)
        /// As it comes.
        case streamed
    }

    /// The method.
    public var method: HTTPRequest.Method
    /// The URL.
    public var url: URL
    /// The headers, authentication included; `Content-Length` is the transport's business.
    public var headers: HTTPFields
    /// The body, if there is one and it is here as a whole.
    public var body: ByteBuffer?
    /// Instead of ``body``, one that is made while it is sent: a file. The answer to it is read whole, whatever
    /// ``delivery`` says.
    public var bodyStream: StreamedRequestBody?
    /// How the answer is wanted.
    public var delivery: Delivery
    /// Making the connection. Nil means for ever.
    public var connectTimeout: Duration?
    /// The whole answer; of a streamed one, to its first byte. With a ``bodyStream`` it counts from the last piece that
    /// was sent, and the client keeps it, not the transport. Nil means for ever.
    public var attemptTimeout: Duration?
    /// Silence within a streamed answer after its first byte. Nil means for ever.
    public var idleTimeout: Duration?
    /// When the whole call must be over. Nil means never.
    public var deadline: ContinuousClock.Instant?
    /// Which attempt this is, from 1.
    public var attempt: Int

    /// The largest answer that is read whole unless something else is said: 256 MiB.
    public static let defaultMaximumBytes = 256 << 20

    /// Creates a request with no timeouts; what is not named here is a property to set.
    public init(
        method: HTTPRequest.Method, url: URL, headers: HTTPFields = [:], body: ByteBuffer? = nil,
        delivery: Delivery = .whole(maximumBytes: defaultMaximumBytes)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.delivery = delivery
        attempt = 1
    }
}

extension TransportRequest: CustomStringConvertible, CustomReflectable {
    /// Method and URL, without query.
    public var description: String { "\(method) \(Redactor.shown(url: url.absoluteString)) (attempt \(attempt))" }

    // The default, and `dump`, would show the `Authorization` header.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "request": description, "headers": headers.shown,
                "bodyBytes": body?.readableBytes ?? bodyStream?.length ?? 0,
                "delivery": delivery,
            ], displayStyle: .struct)
    }
}
