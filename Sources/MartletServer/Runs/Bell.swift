import Synchronization

/// Wakes whoever waits for work. Rings that nobody has heard yet are one.
final class Bell: Sendable {
    /// The rings, the first of them at once; one reader only. Ends when the bell is closed.
    let rings: AsyncStream<Void>
    private let ringing: AsyncStream<Void>.Continuation
    private let closed = Mutex(false)

    init() {
        (rings, ringing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        ringing.yield()
    }

    var isClosed: Bool { closed.withLock { $0 } }

    func ring() { ringing.yield() }

    func close() {
        closed.withLock { $0 = true }
        ringing.finish()
    }
}
