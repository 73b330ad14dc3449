/// What a ``FaultServer`` does with one request: a status line and headers, then steps that send bytes or misbehave.
///
/// With every ``Framing`` but ``Framing/raw`` the server sends the head first, in a write of its own, and then plays
/// the ``steps`` in order; each step that sends waits until the kernel has taken its bytes. When the client goes away
/// the rest of the steps is dropped at once.
///
/// Every fault is a matter of where the steps stop:
///
/// ```swift
/// // Promises 30 bytes, sends 10, closes.
/// FaultResponse(steps: [.bytes(firstTen), .close, .bytes(lastTwenty)])
/// // Complete, and closes the kept-alive connection without having said so.
/// FaultResponse(steps: [.bytes(body), .close])
/// // Headers, half an event, then a reset once the client has read it.
/// FaultResponse(framing: .chunked, steps: [.bytes(half), .hold(gate), .reset])
/// // Accepts the request and never answers.
/// FaultResponse(framing: .raw, steps: [.silence])
/// ```
public struct FaultResponse: Sendable {
    /// How the end of the body is told to the client.
    public enum Framing: Sendable {
        /// `Content-Length` with the sum of the bytes of all ``FaultResponse/steps``, those after a ``Step/close`` too.
        /// A `Content-Length` in ``FaultResponse/headers`` is sent instead, right or wrong.
        case contentLength
        /// `Transfer-Encoding: chunked`; the last chunk is sent after the last step.
        case chunked
        /// `Connection: close` and no length; the end of the body is the end of the connection.
        case untilClose
        /// Nothing is added: the steps write everything, the status line included.
        case raw
    }

    /// One thing the server does.
    public enum Step: Sendable {
        /// Sends the bytes in one write and flush; one chunk when chunked.
        case bytes([UInt8])
        /// Sends the bytes in pieces of `every` bytes (at least 1), each with its own flush, and its own chunk when
        /// chunked. The client's kernel may still join pieces that arrive before they are read.
        case bytesCut([UInt8], every: Int)
        /// Waits that long.
        case delay(Duration)
        /// Waits until the test opens the gate or the client goes away.
        case hold(FaultGate)
        /// Waits until the client goes away.
        case silence
        /// Closes with a TCP reset. A reset may overtake bytes the client has not read yet: put a ``hold(_:)`` before
        /// it where they matter.
        case reset
        /// Closes in order, now, whatever the framing promised.
        case close
        /// Closes the server's direction only. What later steps would send is dropped; once they are over the
        /// connection stays as it is until the client closes.
        case shutdownWrite
        /// Sends `count` copies, each its own chunk when chunked, as fast as the client reads and without holding
        /// them: `count: .max` is a stream without end.
        case repeated([UInt8], count: Int)
    }

    /// The status code.
    public var status: Int
    /// The header fields, sent as they are and before those the framing adds. A field given here is not added again.
    public var headers: [(String, String)]
    /// How the end of the body is told.
    public var framing: Framing
    /// What is done after the head.
    public var steps: [Step]
    /// Whether the connection serves further requests. `false` sends `Connection: close` and closes. A client's own
    /// `Connection: close` is always honoured.
    public var keepAlive: Bool

    /// A response of these parts.
    public init(
        status: Int = 200,
        headers: [(String, String)] = [],
        framing: Framing = .contentLength,
        steps: [Step] = [],
        keepAlive: Bool = true
    ) {
        self.status = status
        self.headers = headers
        self.framing = framing
        self.steps = steps
        self.keepAlive = keepAlive
    }
}
