import Synchronization

/// Runs `body` again when it failed and the process could not run in the meantime.
///
/// For what must not time out although it is slow. Other tests may hold the few threads for seconds; then a server of ours
/// is silent for so long and the failure says nothing about the client.
///
/// - Parameter tolerance: How long a stall of the process `body` survives.
func undisturbed<Value>(tolerance: Duration = .milliseconds(500), _ body: () async throws -> Value) async throws
    -> Value
{
    for _ in 0..<20 {
        let meter = StallMeter()
        // Ended below, before this function returns.
        let watch = Task { await meter.run() }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        watch.cancel()
        await watch.value
        if case .failure = result, meter.longest >= tolerance { continue }
        return try result.get()
    }
    throw DeadlinePassed(description: "the process was never undisturbed for long enough")
}

/// Measures for how long a task that wants to run could not.
private final class StallMeter: Sendable {
    private let worst = Mutex(Duration.zero)

    var longest: Duration { worst.withLock { $0 } }

    func run() async {
        let clock = ContinuousClock()
        var last = clock.now
        while !Task.isCancelled {
            try? await clock.sleep(for: .milliseconds(20))
            let now = clock.now
            let stall = now - last
            worst.withLock { $0 = max($0, stall) }
            last = now
        }
    }
}
