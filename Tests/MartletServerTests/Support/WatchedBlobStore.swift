import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Synchronization

/// A store in memory that can be watched, be held up, and fail.
final class WatchedBlobStore: BlobStore {
    private struct State {
        var writes = 0
        var underway = 0
        var isHeld: Bool
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    let base = MemoryBlobStore()
    private let state: Mutex<State>
    private let failure: (any Error & Sendable)?

    /// - Parameters:
    ///   - isHeld: Whether writes wait for ``release()``.
    ///   - failure: What every write throws.
    init(isHeld: Bool = false, failure: (any Error & Sendable)? = nil) {
        state = Mutex(State(isHeld: isHeld))
        self.failure = failure
    }

    /// How many writes were begun.
    var writes: Int { state.withLock { $0.writes } }
    /// How many blobs are being written.
    var underway: Int { state.withLock { $0.underway } }

    func release() {
        let waiting = state.withLock { state in
            state.isHeld = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func write<Result: Sendable>(
        _ id: BlobID, _ body: @Sendable (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        state.withLock { $0.underway += 1 }
        defer { state.withLock { $0.underway -= 1 } }
        return try await base.write(id) { try await body(Writer(store: self, base: $0)) }
    }

    fileprivate func begin() async throws {
        if let failure { throw failure }
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                state.writes += 1
                if state.isHeld { state.waiting.append(continuation) }
                return state.isHeld
            }
            if !isHeld { continuation.resume() }
        }
    }

    private struct Writer: BlobWriter {
        let store: WatchedBlobStore
        let base: any BlobWriter

        func write(_ bytes: ByteBuffer) async throws {
            try await store.begin()
            try await base.write(bytes)
        }
    }

    func read(_ id: BlobID, range: Range<Int>?) async throws -> (any AsyncSequence<ByteBuffer, any Error> & Sendable)? {
        try await base.read(id, range: range)
    }

    func delete(_ id: BlobID) async throws { try await base.delete(id) }
    func deleteAll(except known: Set<BlobID>) async throws { try await base.deleteAll(except: known) }
}
