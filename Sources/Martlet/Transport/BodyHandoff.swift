import NIOCore
import Synchronization

/// Hands the pieces of a body from the task that makes them to the one that writes them, one at a time: a piece is made
/// when the one before was taken.
///
/// AsyncHTTPClient writes a body in a task of its own, which nobody can cancel. This puts the making of the pieces into
/// the task of the call: when the call ends, so does whatever waits for a piece.
final class BodyHandoff: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private struct State {
        var piece: ByteBuffer?
        /// Waits for the piece to be taken, or for the first wish.
        var maker: CheckedContinuation<Void, any Error>?
        var taker: CheckedContinuation<ByteBuffer?, any Error>?
        var end: Result<Void, any Error>?
    }

    private let state = Mutex(State())

    /// Makes the pieces of a body and hands them on, to the end or to an error, which the taker gets.
    ///
    /// Nothing is made before the first piece is wanted: while no connection is made the body stays as it is.
    func feed(_ body: StreamedRequestBody) async {
        do {
            try await handOver(nil)
            var pieces = body.makeAsyncIterator()
            while let piece = try await pieces.next() {
                // Nothing to write would be the end of a chunked body.
                if piece.readableBytes > 0 { try await handOver(piece) }
            }
            finish(.success(()))
        } catch {
            finish(.failure(error))
        }
    }

    /// Returns when the piece was taken; for nil, when one is wanted.
    private func handOver(_ piece: ByteBuffer?) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if let end = state.end { return end.flatMap { .failure(CancellationError()) } }
                    if let taker = state.taker {
                        guard let piece else { return .success(()) }
                        state.taker = nil
                        taker.resume(returning: piece)
                        return .success(())
                    }
                    state.piece = piece
                    state.maker = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            finish(.failure(CancellationError()))
        }
    }

    /// Ends the body; the first end counts.
    func finish(_ result: Result<Void, any Error>) {
        let (maker, taker) = state.withLock { state in
            guard state.end == nil else {
                return (
                    nil as CheckedContinuation<Void, any Error>?, nil as CheckedContinuation<ByteBuffer?, any Error>?
                )
            }
            state.end = result
            defer {
                state.maker = nil
                state.taker = nil
                state.piece = nil
            }
            return (state.maker, state.taker)
        }
        maker?.resume(throwing: CancellationError())
        taker?.resume(with: result.map { nil })
    }

    private func take() async throws -> ByteBuffer? {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<ByteBuffer?, any Error>) in
            let result: Result<ByteBuffer?, any Error>? = state.withLock { state in
                let maker = state.maker.take()
                maker?.resume()
                if let piece = state.piece.take() { return .success(piece) }
                if let end = state.end { return end.map { nil } }
                state.taker = continuation
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(handoff: self) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let handoff: BodyHandoff
        mutating func next() async throws -> ByteBuffer? { try await handoff.take() }
    }
}
