/// All decisions of the pool, without any process: who waits for which model, which servers are started and stopped.
///
/// Every event ends in ``settle(now:)``, which looks at the whole and says what has to be done now.
struct LlamaServerPlan: Sendable {
    /// What has to be done.
    enum Action: Hashable, Sendable {
        /// Start a model's server.
        case start(model: String, generation: UInt64)
        /// Ask a model's server to end.
        case stop(model: String, generation: UInt64)
        /// Give a waiting caller a lease.
        case grant(ticket: UInt64, model: String, generation: UInt64)
        /// Tell a waiting caller that there will be none.
        case fail(ticket: UInt64, error: LlamaServerError)
        /// Call ``wokeUp(at:)`` at that time.
        case wake(at: Duration)
    }

    private struct Waiter: Sendable {
        var ticket: UInt64
        var model: String
    }

    private struct Lease: Sendable {
        var model: String
        var generation: UInt64
    }

    private let maximumLoaded: Int
    private let idleTimeout: Duration?
    private let policy: RestartPolicy
    /// By model.
    private(set) var servers: [String: LlamaServerState] = [:]
    /// In the order they came.
    private var waiters: [Waiter] = []
    /// By ticket.
    private var leases: [UInt64: Lease] = [:]
    private var lastGeneration: UInt64 = 0
    /// The earliest time a wake-up has been asked for.
    private var nextWake: Duration?
    /// Whether nothing is started any more.
    private(set) var isShutDown = false

    init(maximumLoaded: Int, idleTimeout: Duration?, policy: RestartPolicy) {
        self.maximumLoaded = max(1, maximumLoaded)
        self.idleTimeout = idleTimeout
        self.policy = policy
    }

    /// Whether no server has a process.
    var isEmpty: Bool { !servers.values.contains(where: \.occupiesRoom) }

    /// Whether a model's server can be used right away.
    func isReady(_ model: String) -> Bool {
        if case .ready = servers[model]?.phase { true } else { false }
    }

    /// Somebody wants a model.
    mutating func acquire(ticket: UInt64, model: String, now: Duration) -> [Action] {
        guard !isShutDown else { return [.fail(ticket: ticket, error: .shutDown(model))] }
        waiters.append(Waiter(ticket: ticket, model: model))
        return settle(now: now)
    }

    /// Somebody who waited doesn't want the model any more. A server that is starting goes on: the next caller has it.
    ///
    /// - Returns: Whether they were still waiting.
    mutating func abandon(ticket: UInt64) -> Bool {
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Somebody is done with a model. Doing it twice does nothing.
    mutating func release(ticket: UInt64, now: Duration) -> [Action] {
        guard let lease = leases.removeValue(forKey: ticket) else { return [] }
        servers[lease.model]?.release(generation: lease.generation, now: now)
        return settle(now: now)
    }

    /// A server answers.
    mutating func becameReady(model: String, generation: UInt64, now: Duration) -> [Action] {
        servers[model]?.becameReady(generation: generation, now: now)
        return settle(now: now)
    }

    /// A server's process has ended.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - generation: Which start of it.
    ///   - failure: Why, or `nil` if it was asked to.
    ///   - now: When.
    mutating func ended(
        model: String, generation: UInt64, failure: LlamaServerError?, now: Duration
    ) -> [Action] {
        servers[model]?.ended(generation: generation, failure: failure, now: now, policy: policy)
        leases = leases.filter { $0.value.generation != generation }
        guard let failure, failure.needsHelp, !isShutDown else { return settle(now: now) }
        return failWaiters(of: model, with: failure) + settle(now: now)
    }

    /// A model is not wanted any more, whoever uses it.
    mutating func unload(model: String, now: Duration) -> [Action] {
        guard let server = servers[model], servers[model]?.stop() == true else { return [] }
        return [.stop(model: model, generation: server.generation)] + settle(now: now)
    }

    /// Nothing is wanted any more.
    mutating func shutDown() -> [Action] {
        guard !isShutDown else { return [] }
        isShutDown = true
        var actions: [Action] = waiters.map { .fail(ticket: $0.ticket, error: .shutDown($0.model)) }
        waiters = []
        for (model, server) in servers.sorted(by: { $0.key < $1.key }) where servers[model]?.stop() == true {
            actions.append(.stop(model: model, generation: server.generation))
        }
        return actions
    }

    /// A time that was asked for has come.
    mutating func wokeUp(at time: Duration, now: Duration) -> [Action] {
        if nextWake == time { nextWake = nil }
        return settle(now: now)
    }

    private mutating func failWaiters(of model: String, with error: LlamaServerError) -> [Action] {
        let failed = waiters.filter { $0.model == model }
        waiters.removeAll { $0.model == model }
        return failed.map { .fail(ticket: $0.ticket, error: error) }
    }

    /// Looks at the whole and says what has to be done now.
    private mutating func settle(now: Duration) -> [Action] {
        guard !isShutDown else { return [] }
        var actions: [Action] = []
        var deadlines: [Duration] = []
        serveWaiters(now: now, actions: &actions, deadlines: &deadlines)
        unloadIdle(now: now, actions: &actions, deadlines: &deadlines)
        if let deadline = deadlines.min(), deadline < nextWake ?? .seconds(Int64.max) {
            nextWake = deadline
            actions.append(.wake(at: deadline))
        }
        return actions
    }

    private mutating func serveWaiters(now: Duration, actions: inout [Action], deadlines: inout [Duration]) {
        var waiting: [Waiter] = []
        var seen: Set<String> = []
        // Servers that are ending make room; a start that waits for one needs no further victim.
        var roomToCome = servers.values.count { $0.phase == .stopping }
        for waiter in waiters {
            let model = waiter.model
            switch servers[model, default: LlamaServerState()].readiness(now: now, policy: policy) {
            case .ready:
                servers[model]?.lease()
                let generation = servers[model]?.generation ?? 0
                leases[waiter.ticket] = Lease(model: model, generation: generation)
                actions.append(.grant(ticket: waiter.ticket, model: model, generation: generation))
                continue
            case .broken(let error):
                actions.append(.fail(ticket: waiter.ticket, error: error))
                continue
            case .blocked(let until):
                deadlines.append(until)
            case .startable where seen.insert(model).inserted:
                start(model, roomToCome: &roomToCome, actions: &actions)
            case .startable, .pending:
                break
            }
            waiting.append(waiter)
        }
        waiters = waiting
    }

    /// Starts a server if there is room, or makes room if some server is idle.
    private mutating func start(_ model: String, roomToCome: inout Int, actions: inout [Action]) {
        if servers.values.count(where: \.occupiesRoom) < maximumLoaded {
            lastGeneration += 1
            servers[model, default: LlamaServerState()].start(generation: lastGeneration)
            actions.append(.start(model: model, generation: lastGeneration))
        } else if roomToCome > 0 {
            roomToCome -= 1
        } else {
            // A server that is ready and wanted has been given out above or will be below; its waiters come first.
            let wanted = Set(waiters.map(\.model))
            let victim = servers.filter { $0.value.isIdle && !wanted.contains($0.key) }
                .min { ($0.value.lastUse, $0.key) < ($1.value.lastUse, $1.key) }
            guard let victim, servers[victim.key]?.stop() == true else { return }
            actions.append(.stop(model: victim.key, generation: victim.value.generation))
        }
    }

    private mutating func unloadIdle(now: Duration, actions: inout [Action], deadlines: inout [Duration]) {
        for (model, server) in servers.sorted(by: { $0.key < $1.key }) {
            guard let deadline = server.idleDeadline(timeout: idleTimeout) else { continue }
            if deadline > now {
                deadlines.append(deadline)
            } else if servers[model]?.stop() == true {
                actions.append(.stop(model: model, generation: server.generation))
            }
        }
    }
}
