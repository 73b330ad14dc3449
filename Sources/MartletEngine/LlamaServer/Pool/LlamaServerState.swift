/// The life of one model's server as decisions without any process: events go in, what follows can be read.
///
/// ```
/// stopped ──start──► starting ──becameReady──► ready
///    ▲                  │ │                      │ │
///    │               fails stop              fails stop
///    │                  ▼ └────────┐ ┌───────────┘ │
///    ├──(time)── backingOff ◄──────┼─┴─ (fails)    │
///    └───────────ended────────── stopping ◄────────┘
/// ```
struct LlamaServerState: Hashable, Sendable {
    /// Where a server is in its life.
    enum Phase: Hashable, Sendable {
        /// There is no process and nothing against starting one.
        case stopped
        /// The process has been asked for and isn't ready yet.
        case starting
        /// The server answers.
        case ready(since: Duration)
        /// The process failed; no new one is started before then.
        case backingOff(until: Duration)
        /// The process has been asked to end and hasn't yet.
        case stopping
    }

    /// What a caller who wants the server has to do.
    enum Readiness: Hashable, Sendable {
        /// Take it.
        case ready
        /// Wait for an event: it is starting, or ending.
        case pending
        /// Start it.
        case startable
        /// Wait until then, then start it.
        case blocked(until: Duration)
        /// Be told the error: it failed too often in a row, and the time for another attempt hasn't come.
        case broken(LlamaServerError)
    }

    /// Where the server is in its life.
    private(set) var phase = Phase.stopped
    /// Which start it is; events of earlier ones are ignored.
    private(set) var generation: UInt64 = 0
    /// How many leases of this generation are out.
    private(set) var leases = 0
    /// When the server became ready or the last lease was released, whichever is later.
    private(set) var lastUse: Duration = .zero
    /// How many failures in a row there were.
    private(set) var failures = 0
    /// How often the server was started after a failure.
    private(set) var restarts = 0
    /// The last failure.
    private(set) var lastError: LlamaServerError?

    /// Whether there is a process, or will be in a moment.
    var occupiesRoom: Bool {
        switch phase {
        case .starting, .ready, .stopping: true
        case .stopped, .backingOff: false
        }
    }

    /// Whether the server is ready and nobody uses it.
    var isIdle: Bool {
        if case .ready = phase { leases == 0 } else { false }
    }

    /// What a caller who wants the server has to do.
    func readiness(now: Duration, policy: RestartPolicy) -> Readiness {
        switch phase {
        case .ready:
            return .ready
        case .starting, .stopping:
            return .pending
        case .stopped:
            return .startable
        case .backingOff(let until) where until <= now:
            return .startable
        case .backingOff(let until):
            guard failures >= max(1, policy.failureLimit), var error = lastError else { return .blocked(until: until) }
            error.retryAfter = until - now
            return .broken(error)
        }
    }

    /// The process is being started.
    ///
    /// - Parameter generation: The number of this start, greater than all earlier ones.
    mutating func start(generation: UInt64) {
        if failures > 0 { restarts += 1 }
        self.generation = generation
        leases = 0
        phase = .starting
    }

    /// The server answers.
    mutating func becameReady(generation: UInt64, now: Duration) {
        // While stopping, too late: it will end.
        guard generation == self.generation, phase == .starting else { return }
        phase = .ready(since: now)
        lastUse = now
    }

    /// A lease is given out.
    mutating func lease() {
        leases += 1
    }

    /// A lease is given back. One of an earlier generation has ended with its server.
    mutating func release(generation: UInt64, now: Duration) {
        guard generation == self.generation, leases > 0 else { return }
        leases -= 1
        lastUse = now
    }

    /// The server is not wanted any more.
    ///
    /// - Returns: Whether there is a process that has to be asked to end.
    mutating func stop() -> Bool {
        switch phase {
        case .starting, .ready:
            phase = .stopping
            return true
        case .backingOff:
            phase = .stopped
            failures = 0
            return false
        case .stopped, .stopping:
            return false
        }
    }

    /// The process has ended.
    ///
    /// - Parameters:
    ///   - generation: Of which start.
    ///   - failure: Why, or `nil` if it was asked to. What an unwanted server says while ending is not a failure.
    ///   - now: When.
    ///   - policy: When it may be started again.
    mutating func ended(generation: UInt64, failure: LlamaServerError?, now: Duration, policy: RestartPolicy) {
        guard generation == self.generation, occupiesRoom else { return }
        leases = 0
        guard phase != .stopping, let failure else {
            failures = 0
            phase = .stopped
            return
        }
        lastError = failure
        if failure.needsHelp {
            // Nothing was started, so there is nothing to be patient with: the next caller looks again.
            phase = .stopped
            return
        }
        if case .ready(let since) = phase, now - since >= policy.healthyAfter { failures = 0 }
        failures += 1
        phase = .backingOff(until: now + policy.delay(afterFailures: failures))
    }

    /// When the server will have been idle for too long, if it is idle.
    func idleDeadline(timeout: Duration?) -> Duration? {
        guard isIdle, let timeout else { return nil }
        return lastUse + timeout
    }
}
