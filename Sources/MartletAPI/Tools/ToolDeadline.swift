/// Runs something for a limited time, and gets on without it when that is over.
enum ToolDeadline {
    /// A wait that no clock overflows at.
    private static let longest = Duration.seconds(365 * 24 * 60 * 60)

    /// Runs `body`, and goes on at once when the time is over or the task is cancelled, even if `body` does not heed
    /// its cancellation: then it is left to itself, and what it returns later is dropped.
    ///
    /// - Returns: What `body` returns; nil when the time was over before.
    /// - Throws: The error of `body`; `CancellationError` when the task is cancelled.
    static func run<Value: Sendable>(
        for limit: Duration, _ body: @escaping @Sendable @concurrent () async throws -> Value
    ) async throws -> Value? {
        try Task.checkCancellation()
        // The first outcome wins; later ones find the buffer full or the stream gone.
        let (outcomes, continuation) = AsyncStream.makeStream(
            of: Result<Value?, any Error>.self, bufferingPolicy: .bufferingOldest(1))
        // Not child tasks, which would be awaited here to their end. Their outcome is, and both are cancelled below.
        let work = Task { @concurrent in
            do {
                continuation.yield(.success(try await body()))
            } catch {
                continuation.yield(.failure(error))
            }
        }
        let timer = Task { @concurrent in
            try await Task.sleep(for: min(limit, longest))
            continuation.yield(.success(nil))
        }
        defer {
            work.cancel()
            timer.cancel()
        }
        for await outcome in outcomes { return try outcome.get() }
        // The stream ends without an outcome only when this task is cancelled.
        throw CancellationError()
    }
}
