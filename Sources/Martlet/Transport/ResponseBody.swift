public import NIOCore
import Synchronization

/// The body of an answer: whole, or as it comes.
///
/// A body that comes piece by piece can be iterated once. Dropping it, or leaving the loop early, closes the connection.
public struct ResponseBody: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer
    public typealias Failure = any Error

    enum Storage: Sendable {
        case whole(ByteBuffer)
        case streamed(Streamed)
    }

    /// A body on its way, which one iterator may take.
    final class Streamed: Sendable {
        let makeNext: @Sendable () -> () async throws -> ByteBuffer?
        let drain: @Sendable () -> Void
        private let isTaken = Mutex(false)

        init(makeNext: @escaping @Sendable () -> () async throws -> ByteBuffer?, drain: @escaping @Sendable () -> Void)
        {
            self.makeNext = makeNext
            self.drain = drain
        }

        func take() -> (() async throws -> ByteBuffer?)? {
            let isFirst = isTaken.withLock { taken in
                defer { taken = true }
                return !taken
            }
            return isFirst ? makeNext() : nil
        }
    }

    let storage: Storage

    /// A body that is here.
    public init(_ buffer: ByteBuffer) {
        storage = .whole(buffer)
    }

    /// A body that comes piece by piece from a sequence.
    ///
    /// - Parameter sequence: Iterated at most once. It must end with an error when the body is incomplete, and stop
    ///   whatever feeds it when its iterator goes away.
    public init<Pieces: AsyncSequence & Sendable>(_ sequence: Pieces) where Pieces.Element == ByteBuffer {
        self.init(sequence, keeping: nil, drain: {})
    }

    /// - Parameters:
    ///   - owner: What must live until the body, or its iterator, is let go.
    ///   - drain: Called when the rest of the body is of no interest but its end is near, so that the connection may be
    ///     kept.
    init<Pieces: AsyncSequence & Sendable>(
        _ sequence: Pieces, keeping owner: (any AnyObject & Sendable)?, drain: @escaping @Sendable () -> Void
    ) where Pieces.Element == ByteBuffer {
        storage = .streamed(
            Streamed(
                makeNext: {
                    var iterator = sequence.makeAsyncIterator()
                    return {
                        defer { withExtendedLifetime(owner) {} }
                        return try await iterator.next(isolation: #isolation)
                    }
                }, drain: drain))
    }

    /// The body if it is here as a whole.
    public var whole: ByteBuffer? {
        guard case .whole(let buffer) = storage else { return nil }
        return buffer
    }

    /// Says that the rest is of no interest but its end is near; then the iterator may go without closing the
    /// connection.
    func drain() {
        if case .streamed(let streamed) = storage { streamed.drain() }
    }

    /// Collects the body.
    ///
    /// - Throws: ``MartletError/Code/responseTooLarge`` beyond `maximumBytes`, and what the body ends with;
    ///   `CancellationError`.
    public func collect(maximumBytes: Int) async throws -> ByteBuffer {
        if case .whole(let buffer) = storage { return buffer }
        var collected = ByteBuffer()
        for try await piece in self {
            guard collected.readableBytes + piece.readableBytes <= maximumBytes else {
                throw MartletError.responseTooLarge(limit: maximumBytes)
            }
            collected.writeImmutableBuffer(piece)
        }
        // Some sequences end when the task is cancelled, as if the body had.
        try Task.checkCancellation()
        return collected
    }

    public func makeAsyncIterator() -> Iterator {
        switch storage {
        case .whole(let buffer): Iterator(whole: buffer.readableBytes == 0 ? nil : buffer)
        case .streamed(let streamed): Iterator(source: streamed.take())
        }
    }

    /// Delivers the pieces of a body.
    public struct Iterator: AsyncIteratorProtocol {
        private var whole: ByteBuffer?
        private var source: (() async throws -> ByteBuffer?)?
        private let isSecond: Bool

        init(whole: ByteBuffer?) {
            self.whole = whole
            source = nil
            isSecond = false
        }

        init(source: (() async throws -> ByteBuffer?)?) {
            self.source = source
            isSecond = source == nil
        }

        /// The next piece; nil at the end.
        ///
        /// - Throws: What the body ends with; ``MartletError/Code/alreadyConsumed`` in a second iteration.
        public mutating func next() async throws -> ByteBuffer? {
            if let source { return try await source() }
            if isSecond {
                throw MartletError(.alreadyConsumed, "The body was consumed before; a streamed body can be read once.")
            }
            defer { whole = nil }
            return whole
        }
    }
}

extension MartletError {
    static func responseTooLarge(limit: Int) -> MartletError {
        MartletError(
            .responseTooLarge, "The answer is larger than the limit of \(limit) bytes (maximumResponseBytes).")
    }
}
