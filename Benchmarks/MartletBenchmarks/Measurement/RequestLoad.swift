import ArgumentParser

/// How many requests, and how many at a time.
struct RequestLoad: ParsableArguments {
    @Option(help: "How many requests are measured.")
    var count = 10_000

    @Option(help: "How many requests go before, unmeasured.")
    var warmup = 1_000

    @Option(help: "How many requests are under way at the same time.")
    var concurrency = 1

    func validate() throws {
        guard count > 0, warmup >= 0, concurrency > 0 else {
            throw ValidationError("--count and --concurrency must be at least 1, --warmup at least 0.")
        }
    }

    /// Warms up, then measures `request`, `concurrency` of them at a time.
    func measure(_ name: String, _ request: @escaping @Sendable () async throws -> Void) async throws -> Measurement {
        try await Measurement.take(name) {
            try await send(warmup, request)
        } _: {
            try await send(count, request)
            return (count, nil)
        }
    }

    private func send(_ total: Int, _ request: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<concurrency {
                let share = total / concurrency + (worker < total % concurrency ? 1 : 0)
                group.addTask {
                    for _ in 0..<share { try await request() }
                }
            }
            try await group.waitForAll()
        }
    }
}
