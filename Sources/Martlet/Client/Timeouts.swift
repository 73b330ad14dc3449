/// How long things may take. Nil means for ever.
public struct Timeouts: Hashable, Sendable {
    /// Making the connection, TLS included. Default 5 s.
    public var connect: Duration?
    /// One attempt: from sending to the last byte of the answer; of a stream, to its first byte. Default 10 minutes,
    /// which lets a reasoning model think. Of an upload it counts from the last piece that was sent, so that a long one
    /// may take as long as it needs while it goes on.
    public var attempt: Duration?
    /// Silence within a stream once it has begun; comments count as life. Default 2 minutes.
    public var idle: Duration?
    /// The whole call: all attempts, the waits between them, and of a stream its whole length. Default none.
    public var deadline: Duration?

    /// Creates timeouts; each parameter has the documented default.
    public init(
        connect: Duration? = .seconds(5),
        attempt: Duration? = .seconds(600),
        idle: Duration? = .seconds(120),
        deadline: Duration? = nil
    ) {
        self.connect = connect
        self.attempt = attempt
        self.idle = idle
        self.deadline = deadline
    }
}
