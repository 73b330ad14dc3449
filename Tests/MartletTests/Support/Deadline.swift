/// How long a test waits for what should happen at once, on a machine that is busy with many other tests.
let patience = Duration.seconds(120)

/// Something that should have happened by now has not.
struct DeadlinePassed: Error, CustomStringConvertible {
    var description: String
}

/// Runs `body` and throws when it is not done in time: a generous bound for what should happen at once.
///
/// - Returns: What `body` returns.
func within<Value: Sendable>(
    _ limit: Duration = patience, _ what: String = "the work",
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw DeadlinePassed(description: "\(what) was not done after \(limit)")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}

/// Looks again and again until `condition` holds; throws when it does not in time. For what cannot be waited for.
func eventually(
    within limit: Duration = patience, _ what: String, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + limit
    while try await !condition() {
        guard clock.now < end else { throw DeadlinePassed(description: "\(what) is not so after \(limit)") }
        try await clock.sleep(for: .milliseconds(5))
    }
}
