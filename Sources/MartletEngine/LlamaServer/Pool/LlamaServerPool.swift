import AsyncHTTPClient
import Foundation
package import Logging
import ServiceLifecycle
import Synchronization

/// The servers of all local models: started when one is wanted, watched, restarted, unloaded.
///
/// ``run()`` owns every process; it must be running for a model to be started. It belongs into a `ServiceGroup`, before
/// the service that answers requests, so that it is shut down after it.
///
/// ```swift
/// let answer = try await pool.withLease(model: "smollm2") { server in
///     try await ask(server.baseURL, key: server.apiKey)
/// }
/// ```
package final class LlamaServerPool: Service, Sendable {
    /// The models that can be served.
    package let catalog: ModelCatalog

    private let locator: LlamaServerLocator
    private let runner: any LlamaServerRunning
    private let clock: EngineClock
    private let logger: Logger
    private let state: Mutex<State>
    private let orders: AsyncStream<Order>
    private let orderContinuation: AsyncStream<Order>.Continuation

    /// What ``run()`` has to do.
    private enum Order: Sendable {
        case serve(model: String, generation: UInt64, stop: StopSignal)
        case wake(at: Duration)
    }

    private struct Server {
        var generation: UInt64
        var stop: StopSignal
        var ready: (server: LlamaServerReady, kind: ModelKind, since: Date)?
    }

    private enum Phase {
        case new
        case running
        case finished
    }

    private struct State {
        var phase = Phase.new
        var plan: LlamaServerPlan
        var lastTicket: UInt64 = 0
        var callers: [UInt64: CheckedContinuation<LlamaServerLease, any Error>] = [:]
        var servers: [String: Server] = [:]
        /// Those who wait for a server's end, by generation.
        var watchers: [UInt64: [CheckedContinuation<Void, Never>]] = [:]
    }

    /// Makes a pool of real servers.
    ///
    /// - Parameters:
    ///   - configuration: How models are served.
    ///   - catalog: The models. Default: those in the configuration's models directory.
    ///   - logger: Told of starts and ends at info level, of failures at warning level, and of what the servers write
    ///     at debug level.
    package convenience init(
        configuration: LlamaServerConfiguration, catalog: ModelCatalog? = nil, logger: Logger
    ) {
        self.init(
            configuration: configuration, catalog: catalog, clock: ContinuousClock(), logger: logger)
    }

    /// Makes a pool of real servers with a clock of the caller's, for tests of waiting.
    ///
    /// - Parameters:
    ///   - configuration: How models are served.
    ///   - catalog: The models. Default: those in the configuration's models directory.
    ///   - clock: What idle times and back-off are measured with. How long a server may take to start or to end is not.
    ///   - logger: As above.
    package convenience init(
        configuration: LlamaServerConfiguration, catalog: ModelCatalog? = nil, clock: some Clock<Duration>,
        logger: Logger
    ) {
        #if canImport(Subprocess)
        let runner = LlamaServerRunner(configuration: configuration, client: .shared, logger: logger)
        #else
        let runner = NoLlamaServerRunner()
        #endif
        self.init(
            configuration: configuration, catalog: catalog, clock: EngineClock(clock), runner: runner, logger: logger)
    }

    init(
        configuration: LlamaServerConfiguration, catalog: ModelCatalog?, clock: EngineClock,
        runner: any LlamaServerRunning, logger: Logger
    ) {
        self.catalog = catalog ?? ModelCatalog(directory: configuration.modelsDirectory, logger: logger)
        self.locator = configuration.locator
        self.runner = runner
        self.clock = clock
        self.logger = logger
        self.state = Mutex(
            State(
                plan: LlamaServerPlan(
                    maximumLoaded: configuration.maximumLoadedModels, idleTimeout: configuration.idleTimeout,
                    policy: configuration.restart)))
        // Unbounded, but what goes in is bounded: a start for each model that has no process, and a wake-up only when
        // it is earlier than the one that is set.
        (orders, orderContinuation) = AsyncStream.makeStream()
    }

    // MARK: Leases

    /// Uses a model's server for as long as a closure runs.
    ///
    /// - Parameters:
    ///   - model: The model's id.
    ///   - body: What is done with it.
    /// - Returns: What the closure returns.
    /// - Throws: What ``acquire(model:)`` throws, and what the closure throws.
    package func withLease<Result>(
        model: String, _ body: (LlamaServerLease) async throws -> Result
    ) async throws -> Result {
        let lease = try await acquire(model: model)
        defer { release(lease) }
        return try await body(lease)
    }

    /// Takes a lease on a model's server, for uses that outlive a scope. Prefer ``withLease(model:_:)``.
    ///
    /// The server is started when it isn't running; concurrent callers share one start. When there are as many servers
    /// as there may be, an idle one is unloaded first; when all are busy, this waits for one.
    ///
    /// Each lease needs exactly one ``release(_:)``; further ones do nothing.
    ///
    /// - Parameter model: The model's id.
    /// - Returns: A lease on a server that has answered its health check.
    /// - Throws: ``LlamaServerError``: `model_not_found`; `executable_not_found`; `start_failed`, `start_timed_out` or
    ///   `crashed` when the server failed several times in a row (``RestartPolicy``), with the last lines of its log;
    ///   `shut_down`. `CancellationError` when the task is cancelled.
    package func acquire(model: String) async throws -> LlamaServerLease {
        let (ticket, isReady) = state.withLock { state in
            state.lastTicket += 1
            return (state.lastTicket, state.plan.isReady(model))
        }
        if !isReady, catalog.model(model) == nil { throw LlamaServerError.modelNotFound(model, in: catalog) }
        let lease = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<LlamaServerLease, any Error>) in
                state.withLock { state in
                    // The cancellation handler may have run before the caller is entered; `isCancelled` is set by then.
                    guard !Task.isCancelled else { return continuation.resume(throwing: CancellationError()) }
                    state.callers[ticket] = continuation
                    perform(state.plan.acquire(ticket: ticket, model: model, now: clock.now()), &state)
                }
            }
        } onCancel: {
            state.withLock { state in
                guard state.plan.abandon(ticket: ticket) else { return }
                state.callers.removeValue(forKey: ticket)?.resume(throwing: CancellationError())
            }
        }
        if Task.isCancelled {
            release(lease)
            throw CancellationError()
        }
        return lease
    }

    /// Whether the server that a lease is for is gone.
    package func hasEnded(_ lease: LlamaServerLease) -> Bool {
        state.withLock { $0.servers[lease.model]?.generation != lease.generation }
    }

    /// Gives a lease back. The time until the server is unloaded for being idle counts from the last one.
    package func release(_ lease: LlamaServerLease) {
        state.withLock { state in
            perform(state.plan.release(ticket: lease.id, now: clock.now()), &state)
        }
    }

    // MARK: Servers

    /// Looks whether models can be started at all.
    ///
    /// - Returns: Where `llama-server` is.
    /// - Throws: ``LlamaServerError`` with ``LlamaServerError/Code/executableNotFound``; its message says what to do.
    @discardableResult
    package func checkExecutable() throws(LlamaServerError) -> LlamaServerLocator.Location {
        try locator.locate()
    }

    /// The models whose servers are ready, sorted by id.
    package var loaded: [LoadedModel] {
        get async {
            state.withLock { state in
                state.servers.compactMap { model, server in
                    guard let ready = server.ready, let plan = state.plan.servers[model], state.plan.isReady(model)
                    else { return nil }
                    return LoadedModel(
                        id: model, kind: ready.kind, processIdentifier: ready.server.processIdentifier,
                        port: ready.server.port, since: ready.since, leases: plan.leases, restarts: plan.restarts)
                }.sorted { $0.id < $1.id }
            }
        }
    }

    /// Ends a model's server, whoever uses it, and waits until its process is gone. The next ``acquire(model:)`` starts
    /// it again.
    package func unload(model: String) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            state.withLock { state in
                perform(state.plan.unload(model: model, now: clock.now()), &state)
                guard let server = state.servers[model] else { return continuation.resume() }
                state.watchers[server.generation, default: []].append(continuation)
            }
        }
    }

    /// Ends all servers and waits until their processes are gone. Those who wait for a model get an error; nothing is
    /// started any more, and ``run()`` returns.
    package func shutdown() async {
        beginShutdown()
        let generations = state.withLock { $0.servers.values.map(\.generation) }
        for generation in generations {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                state.withLock { state in
                    guard state.servers.values.contains(where: { $0.generation == generation }) else {
                        return continuation.resume()
                    }
                    state.watchers[generation, default: []].append(continuation)
                }
            }
        }
    }

    /// Runs the servers until the pool is shut down: by ``shutdown()``, by the service group, or by cancelling the
    /// task. When this returns, no process is left.
    ///
    /// - Throws: ``LlamaServerError`` with ``LlamaServerError/Code/shutDown`` when called a second time.
    package func run() async throws {
        let mayRun = state.withLock { state in
            guard state.phase == .new else { return false }
            state.phase = .running
            return true
        }
        guard mayRun else { throw LlamaServerError.shutDown() }
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { group in
                    for await order in orders {
                        switch order {
                        case .serve(let model, let generation, let stop):
                            group.addTask { await self.serve(model, generation: generation, stop: stop) }
                        case .wake(let time):
                            group.addTask { await self.wake(at: time) }
                        }
                    }
                    group.cancelAll()
                }
            } onGracefulShutdown: {
                self.beginShutdown()
            }
        } onCancel: {
            beginShutdown()
        }
        finish()
    }

    private func serve(_ id: String, generation: UInt64, stop: StopSignal) async {
        var failure: LlamaServerError?
        if let model = catalog.model(id) {
            do throws(LlamaServerError) {
                try await runner.run(model, stop: stop) { ready in
                    self.becameReady(model, generation: generation, ready: ready)
                }
            } catch {
                failure = error
            }
        } else {
            failure = .modelNotFound(id, in: catalog)
        }
        ended(id, generation: generation, failure: failure)
    }

    private func wake(at time: Duration) async {
        guard (try? await clock.sleep(time)) != nil else { return }
        state.withLock { state in
            perform(state.plan.wokeUp(at: time, now: clock.now()), &state)
        }
    }

    private func becameReady(_ model: CatalogModel, generation: UInt64, ready: LlamaServerReady) {
        logger.info(
            "A model has been loaded",
            metadata: [
                "model": "\(model.id)", "pid": "\(ready.processIdentifier)", "port": "\(ready.port)",
                "context": "\(ready.facts.contextLength)", "slots": "\(ready.facts.slots)",
            ])
        state.withLock { state in
            guard state.servers[model.id]?.generation == generation else { return }
            state.servers[model.id]?.ready = (ready, model.kind, Date())
            perform(
                state.plan.becameReady(model: model.id, generation: generation, now: clock.now()), &state)
        }
    }

    private func ended(_ model: String, generation: UInt64, failure: LlamaServerError?) {
        if let failure {
            logger.warning(
                "A model's server has failed",
                metadata: ["model": "\(model)", "code": "\(failure.code.rawValue)", "error": "\(failure)"])
        } else {
            logger.info("A model has been unloaded", metadata: ["model": "\(model)"])
        }
        state.withLock { state in
            if state.servers[model]?.generation == generation { state.servers[model] = nil }
            perform(
                state.plan.ended(model: model, generation: generation, failure: failure, now: clock.now()), &state)
            for watcher in state.watchers.removeValue(forKey: generation) ?? [] { watcher.resume() }
            finishOrdersIfDone(state)
        }
    }

    private func beginShutdown() {
        state.withLock { state in
            perform(state.plan.shutDown(), &state)
            finishOrdersIfDone(state)
        }
    }

    /// After ``run()``: nothing can be running any more, whatever had been ordered.
    private func finish() {
        beginShutdown()
        state.withLock { state in
            state.phase = .finished
            state.servers = [:]
            for watcher in state.watchers.values.joined() { watcher.resume() }
            state.watchers = [:]
        }
    }

    /// Lets ``run()`` return once nothing runs and nothing will.
    private func finishOrdersIfDone(_ state: State) {
        if state.plan.isShutDown, state.plan.isEmpty || state.phase == .new { orderContinuation.finish() }
    }

    /// Does what the plan says. Under the lock, so that the order of the actions is that of the decisions; nothing here
    /// waits or calls anybody back.
    private func perform(_ actions: [LlamaServerPlan.Action], _ state: inout State) {
        for action in actions {
            switch action {
            case .start(let model, let generation):
                let stop = StopSignal()
                state.servers[model] = Server(generation: generation, stop: stop)
                orderContinuation.yield(.serve(model: model, generation: generation, stop: stop))
            case .stop(let model, let generation):
                guard let server = state.servers[model], server.generation == generation else { continue }
                server.stop.raise()
            case .grant(let ticket, let model, let generation):
                guard let caller = state.callers.removeValue(forKey: ticket), let server = state.servers[model],
                    server.generation == generation, let ready = server.ready
                else { continue }
                caller.resume(
                    returning: LlamaServerLease(
                        id: ticket, model: model, kind: ready.kind,
                        baseURL: "http://127.0.0.1:\(ready.server.port)", apiKey: ready.server.apiKey,
                        contextLength: ready.server.facts.contextLength, slots: ready.server.facts.slots,
                        acceptsImages: ready.server.facts.acceptsImages,
                        acceptsTools: ready.server.facts.acceptsTools,
                        acceptsReasoningEffort: ready.server.facts.acceptsReasoningEffort, generation: generation))
            case .fail(let ticket, let error):
                state.callers.removeValue(forKey: ticket)?.resume(throwing: error)
            case .wake(let time):
                orderContinuation.yield(.wake(at: time))
            }
        }
    }
}
