import Martlet

/// When a request has to be done with.
struct Deadline: Sendable {
    /// The moment; nil for no limit.
    let instant: ContinuousClock.Instant?
    /// How long the request may take as a whole, for the message.
    let total: Duration

    /// - Parameter total: From now; nil for no limit.
    init(_ total: Duration?) {
        instant = total.map { ContinuousClock.now + $0 }
        self.total = total ?? .zero
    }

    /// How long is left; nil for no limit.
    var remaining: Duration? { instant.map { max(.zero, $0 - ContinuousClock.now) } }

    /// The error when it is over.
    var error: MartletError {
        MartletError(
            .deadlineExceeded,
            "Codex did not answer within \(total). Give the request more time, or ask for less.")
    }

    /// Runs something, and cancels it when the time is over. It must heed its cancellation.
    ///
    /// - Throws: ``error``, and what `body` throws.
    func limit<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        guard let remaining else { return try await body() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: remaining)
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else { throw error }
            return value
        }
    }
}
