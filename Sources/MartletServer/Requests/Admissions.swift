import HTTPTypes
import Synchronization

/// How many requests are answered, or wait for an answer, at the same time: over all routes that ask the engine.
final class Admissions: Sendable {
    private let limit: Int
    private let underway = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a place.
    ///
    /// - Throws: ``PlatformError`` with 429 when all are taken.
    func admit() throws(PlatformError) -> Admission {
        let isFull = underway.withLock { count in
            if count >= limit { return true }
            count += 1
            return false
        }
        guard !isFull else {
            var error = PlatformError(
                .tooManyRequests, code: "too_many_requests",
                "The platform answers \(limit) requests at a time. Try again in a moment.")
            error.retryAfter = 1
            throw error
        }
        return Admission { [weak self] in self?.underway.withLock { $0 -= 1 } }
    }
}

/// A place among the requests that are answered at the same time; free again when it is let go.
final class Admission: Sendable {
    private let release: @Sendable () -> Void

    init(release: @escaping @Sendable () -> Void) {
        self.release = release
    }

    deinit { release() }
}
