public import NIOCore
import Synchronization

/// A request's body that is made while it is sent, piece by piece.
///
/// Each iteration makes the body anew, for the next attempt or after a redirect, unless it comes from a sequence that can
/// be read once; then a second iteration throws ``MartletError/Code/alreadyConsumed``, and a call whose body was begun is
/// not tried again.
///
/// The next piece is asked for when the one before has been taken: whoever sends decides the pace, and no more than a
/// piece or two are ever held.
public struct StreamedRequestBody: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer
    public typealias Failure = any Error

    /// The number of bytes; nil when nobody knows, and the body is sent in chunks.
    public let length: Int?
    /// Of what can be read once, whether it was begun; nil for what can be made anew.
    let use: Use?
    private let makeNext: @Sendable () -> () async throws -> ByteBuffer?

    /// A body that can be made as often as needed.
    ///
    /// - Parameters:
    ///   - length: The number of bytes; nil when unknown. A body of another length ends with
    ///     ``MartletError/Code/localFile``.
    ///   - makePieces: Makes the pieces. What they throw ends the call with that code too, unless it is a
    ///     ``MartletError``.
    public init<Pieces: AsyncSequence & Sendable>(
        length: Int?, repeating makePieces: @escaping @Sendable () -> Pieces
    ) where Pieces.Element == ByteBuffer {
        self.init(length: length, use: nil) {
            var iterator = makePieces().makeAsyncIterator()
            return { try await iterator.next(isolation: #isolation) }
        }
    }

    /// A body from a sequence that can be read once.
    ///
    /// - Parameter length: As in ``init(length:repeating:)``.
    public init<Pieces: AsyncSequence & Sendable>(length: Int?, once pieces: Pieces)
    where Pieces.Element == ByteBuffer {
        let use = Use()
        self.init(length: length, use: use) {
            guard use.begin() else {
                return {
                    throw MartletError(
                        .alreadyConsumed,
                        "The body comes from a sequence that can be read once, and was sent before.")
                }
            }
            var iterator = pieces.makeAsyncIterator()
            return { try await iterator.next(isolation: #isolation) }
        }
    }

    /// - Parameters:
    ///   - use: Of the part that can be read once; nil when all can be made anew.
    ///   - makeNext: Begins a new iteration.
    init(length: Int?, use: Use?, makeNext: @escaping @Sendable () -> () async throws -> ByteBuffer?) {
        self.length = length
        self.use = use
        self.makeNext = makeNext
    }

    /// Whether it can be made more than once.
    public var isRepeatable: Bool { use == nil }
    /// Whether it was begun and cannot be made anew.
    public var isSpent: Bool { use?.isBegun ?? false }

    public func makeAsyncIterator() -> Iterator { Iterator(length: length, next: makeNext()) }

    /// Makes the pieces of a body.
    public struct Iterator: AsyncIteratorProtocol {
        private let length: Int?
        private let source: () async throws -> ByteBuffer?
        private var count = 0

        fileprivate init(length: Int?, next: @escaping () async throws -> ByteBuffer?) {
            self.length = length
            source = next
        }

        /// The next piece; nil at the end.
        ///
        /// - Throws: ``MartletError`` with ``MartletError/Code/localFile`` when the body cannot be read, or is not as
        ///   long as announced; ``MartletError/Code/alreadyConsumed``; `CancellationError`.
        public mutating func next() async throws -> ByteBuffer? {
            let piece: ByteBuffer?
            do {
                piece = try await source()
            } catch let error as MartletError {
                throw error
            } catch {
                if Task.isCancelled { throw CancellationError() }
                throw MartletError(.localFile, "The request's body could not be read: \(error)", cause: error)
            }
            count += piece?.readableBytes ?? 0
            if let length, piece == nil ? count < length : count > length {
                let what = count < length ? "ended after \(count) bytes" : "is longer"
                throw MartletError(
                    .localFile,
                    "The request's body was to have \(length) bytes and \(what); it changed while it was sent.")
            }
            return piece
        }
    }

    /// Whether something that can be read once has been begun.
    final class Use: Sendable {
        private let state = Mutex(false)
        var isBegun: Bool { state.withLock { $0 } }
        /// - Returns: Whether it had not been begun before.
        func begin() -> Bool {
            state.withLock { begun in
                defer { begun = true }
                return !begun
            }
        }
    }
}
