import HTTPTypes
import MartletServer
import NIOPosix
import Synchronization

/// The threads on which names are looked up, and how many wait for them.
///
/// The system's own function cannot be interrupted, so a lookup outlives the request that wanted it. It has threads of its
/// own, so that silent name servers hold up nothing else, and its place is free when it really ends, so that they cannot
/// be made to pile up.
final class HostLookups: Sendable {
    /// Those of this process.
    static let shared = HostLookups(threads: 8, limit: 64)

    private let pool: NIOThreadPool
    private let limit: Int
    private let underway = Mutex(0)

    /// - Parameters:
    ///   - threads: How many names are looked up at the same time.
    ///   - limit: How many are looked up or wait.
    init(threads: Int, limit: Int) {
        self.limit = limit
        pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
    }

    /// Runs `body` on one of the threads.
    ///
    /// - Parameter body: Is told whether the pool still runs.
    /// - Throws: ``PlatformError`` with 429 when all places are taken.
    func submit(_ body: @escaping @Sendable (Bool) -> Void) throws(PlatformError) {
        let isFull = underway.withLock { count in
            if count >= limit { return true }
            count += 1
            return false
        }
        guard !isFull else {
            var error = PlatformError(
                .tooManyRequests, code: "too_many_requests",
                "Too many names of hosts are being looked up. Try again in a moment.")
            error.retryAfter = 1
            throw error
        }
        pool.submit { state in
            var isActive = false
            if case .active = state { isActive = true }
            body(isActive)
            self.underway.withLock { $0 -= 1 }
        }
    }

    /// Ends the threads, for pools that are not the process's.
    func shutDown() async throws { try await pool.shutdownGracefully() }
}
