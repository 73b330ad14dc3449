/// The clock of the pool's decisions, with time counted from when it was made, so that it can be any clock.
struct EngineClock: Sendable {
    /// The time.
    let now: @Sendable () -> Duration
    /// Sleeps until a time; throws `CancellationError` when its task is cancelled.
    let sleep: @Sendable (_ until: Duration) async throws -> Void

    init<Base: Clock>(_ clock: Base) where Base.Duration == Duration {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }
}
