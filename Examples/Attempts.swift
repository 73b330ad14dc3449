import Martlet

/// A retry policy of one's own, around any call: three attempts, with waits of 4 to 10 seconds between them.
///
/// A client has a policy already (the example `retries`). Whoever brings another turns that one off, or every attempt of
/// this one would be several.
struct Attempts: Sendable {
    /// How many there are at most, the first one included.
    var count = 3
    /// The wait after the first attempt, before the bounds are applied. It doubles with each further one.
    var multiplier: Duration = .seconds(1)
    /// The shortest wait.
    var minimum: Duration = .seconds(4)
    /// The longest wait.
    var maximum: Duration = .seconds(10)
    /// Which errors may pass with time: here too many requests, and answers that took too long.
    var isWorthRepeating: @Sendable (any Error) -> Bool = { error in
        if error is TimeLimitReached { return true }
        guard let error = error as? MartletError else { return false }
        return error.isRateLimited || error.isTimeout
    }
    /// How a wait is waited.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// The wait after attempt `number`, from 1.
    func wait(after number: Int) -> Duration {
        max(minimum, min(maximum, multiplier * (1 << min(number - 1, 30))))
    }

    /// Calls `body` until it succeeds, fails for good, or has been called often enough.
    ///
    /// - Throws: The last error of `body`; `CancellationError` when the task is cancelled, at once.
    func run<Result>(_ body: () async throws -> Result) async throws -> Result {
        var number = 1
        while true {
            do {
                return try await body()
            } catch  where number < count && isWorthRepeating(error) {
                try await sleep(wait(after: number))
                number += 1
            }
        }
    }
}
