/// One complete request as it arrived at a ``FaultServer``.
public struct FaultRequest: Sendable {
    /// The position of the request among all the server has received, from 0.
    public var index: Int
    /// The number of the connection it arrived on, from 0 in the order they were accepted.
    public var connection: Int
    /// The method as sent, `POST`.
    public var method: String
    /// The request target as sent: path and query.
    public var path: String
    /// The protocol version as sent, `HTTP/1.1`.
    public var version: String
    /// The header fields in the order and case they were sent in, values without the white space around them.
    public var headers: [(name: String, value: String)]
    /// The body, without its framing.
    public var body: [UInt8]
    /// When the last byte of the request was read.
    public var receivedAt: ContinuousClock.Instant

    /// The body as UTF-8 text; bytes that are not valid become U+FFFD.
    public var bodyText: String { String(decoding: body, as: UTF8.self) }

    /// The value of the first header field of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { isSameHeaderName($0.name, name) }?.value
    }

    /// Whether the client keeps the connection open after the response.
    ///
    /// RFC 9112 §9.3: "If the "close" connection option is present, the connection will not persist after the current
    /// response; else, If the received protocol is HTTP/1.1 (or later), the connection will persist […]; else, If the
    /// received protocol is HTTP/1.0, the "keep-alive" connection option is present […] the connection will persist".
    var keepsConnectionOpen: Bool {
        let options = (header("connection") ?? "").lowercased().split(separator: ",").map { $0.trimmingSpaces() }
        if options.contains("close") { return false }
        return version != "HTTP/1.0" || options.contains("keep-alive")
    }
}
