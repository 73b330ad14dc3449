/// What carries one HTTP request to a server and its answer back: the network, a recording, a test.
///
/// Everything above it is the client's business and applies to every transport: authentication, retries, middleware,
/// errors. A transport sends once and reports what happened.
public protocol HTTPTransport: Sendable {
    /// Whether the transport itself keeps the timeouts that a request names. When false, the default, the client keeps
    /// them from outside. The attempt timeout of a ``TransportRequest/bodyStream`` is always the client's to keep.
    var enforcesTimeouts: Bool { get }

    /// Sends a request.
    ///
    /// Returns when the answer's head is here or, for ``TransportRequest/Delivery/whole(maximumBytes:)``, all of it. A
    /// status of any kind is an answer and no error. Cancellation of the task closes the connection.
    ///
    /// A ``TransportRequest/bodyStream`` is to be iterated no faster than its pieces are taken, with its length as
    /// `Content-Length` where it has one. An answer may come before its end; then the rest is not sent.
    ///
    /// - Throws: ``MartletError`` with ``MartletError/Code/connection``, a timeout's code or
    ///   ``MartletError/Code/responseTooLarge``; `CancellationError`. Any other error counts as a failed connection.
    func send(_ request: TransportRequest) async throws -> TransportResponse

    /// Closes what is open. Requests under way fail.
    func shutdown() async throws
}

extension HTTPTransport {
    /// False.
    public var enforcesTimeouts: Bool { false }
    /// Does nothing.
    public func shutdown() async throws {}
}
