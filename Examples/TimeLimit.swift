/// The time was over before there was a result.
struct TimeLimitReached: Error, CustomStringConvertible {
    var limit: Duration
    var description: String { "There was no answer within \(limit)." }
}

/// Gives `body` so much time and no more.
///
/// Works around any call. A client has timeouts of its own, which also tell what was being waited for.
///
/// - Throws: ``TimeLimitReached``; `body` is then cancelled, and has ended.
func withTimeLimit<Result: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw TimeLimitReached(limit: limit) }
        return result
    }
}
