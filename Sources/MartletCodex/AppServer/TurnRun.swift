import Martlet
import MartletAPI
import Synchronization

/// Drives one turn's ``TurnMachine``: gives it what comes, and does what it wants.
///
/// Every event is taken in and its actions are done under one lock, so that they keep their order; none of the actions
/// waits. What takes time (timers, handlers, tools) runs in tasks of its own, which end with the turn.
final class TurnRun: Sendable {
    /// Who answers what Codex asks.
    struct Handlers: Sendable {
        var approve: CodexApprovalHandler?
        var approvalTimeout: Duration?
        var tools: Toolbox?
    }

    private enum Job: Hashable {
        case timer(TurnTimer)
        case question(RPCID)
        case deadline
        case idle
    }

    private struct State {
        var machine: TurnMachine
        var jobs: [Job: Task<Void, Never>] = [:]
        var lastSign: ContinuousClock.Instant
        var isOver = false
    }

    /// The thread.
    let threadID: CodexThreadID
    private let server: AppServer
    private let handlers: Handlers
    private let emit: @Sendable (CodexEvent) -> Void
    private let retire: @Sendable () -> Void
    private let state: Mutex<State>
    /// The turn's name; an error when the turn ends without one.
    private let turnID = Promise<CodexTurnID>()
    private let end = Promise<TurnEnd>()

    /// - Parameters:
    ///   - emit: Gets every event, in order. It must return soon.
    ///   - retire: Called when the server does not react any more.
    init(
        _ machine: TurnMachine, on server: AppServer, handlers: Handlers,
        emit: @escaping @Sendable (CodexEvent) -> Void, retire: @escaping @Sendable () -> Void
    ) {
        threadID = machine.threadID
        self.server = server
        self.handlers = handlers
        self.emit = emit
        self.retire = retire
        state = Mutex(State(machine: machine, lastSign: .now))
    }

    /// Starts the turn and waits for its end. Cancelling the task ends the turn, and then this.
    func run(_ start: TurnStartCall, deadline: Deadline, idleTimeout: Duration?) async -> TurnEnd {
        if Task.isCancelled { return .cancelled }
        guard server.attach(self, to: threadID) else {
            return .failed(MartletError(.connection, "Codex's app-server has ended."), hasDelivered: false)
        }
        defer { server.detach(threadID) }
        watch(deadline, idleTimeout: idleTimeout)
        return await withTaskCancellationHandler {
            server.send(start) { result in
                switch result {
                case .success(let answer):
                    self.turnID.resolve(.success(answer.turnID))
                    self.apply { $0.started(answer.turnID) }
                case .failure(let error): self.failed(error)
                }
            }
            do {
                return try await end.waitThroughCancellation()
            } catch {
                return .failed(MartletError(.connection, "\(error)", cause: error), hasDelivered: true)
            }
        } onCancel: {
            stop(.cancelled)
        }
    }

    /// Ends the turn before its end. Doing it twice is harmless.
    func stop(_ reason: TurnStop) { apply { $0.stop(reason) } }

    /// A notification of the thread.
    func received(_ notification: RPCNotification) {
        apply { $0.received(notification) }
    }

    /// A request about the thread.
    func received(_ request: RPCServerRequest) {
        apply { $0.received(request) }
    }

    /// The server is gone, or has refused the turn.
    func failed(_ error: MartletError) { apply { $0.failed(error) } }

    /// Adds input to the running turn, as soon as it has begun.
    func steer(_ text: String) async throws {
        let turnID = try await turnID.wait()
        guard !state.withLock(\.isOver) else { throw Self.isOver }
        _ = try await server.call(TurnSteerCall(threadID: threadID, turnID: turnID, input: [.text(text)]))
    }

    private static let isOver = MartletError(.conflict, "The turn is over. Send it as a question.")

    // MARK: Events and actions

    private func apply(_ event: (inout TurnMachine) -> [TurnAction]) {
        state.withLock { state in
            guard !state.isOver else { return }
            state.lastSign = .now
            for action in event(&state.machine) { perform(action, &state) }
        }
    }

    private func perform(_ action: TurnAction, _ state: inout State) {
        switch action {
        case .emit(let event): emit(event)
        case .interrupt(let threadID, let turnID):
            server.sendWithoutAnswer(TurnInterruptCall(threadID: threadID, turnID: turnID))
        case .reply(let reply): server.sendReply(reply)
        case .ask(let request, let id): begin(.question(id), &state) { await self.ask(request, id) }
        case .call(let call, let id): begin(.question(id), &state) { await self.call(call, id) }
        case .withdraw(let id): state.jobs.removeValue(forKey: .question(id))?.cancel()
        case .start(let timer, let duration):
            begin(.timer(timer), &state) {
                guard (try? await Task.sleep(for: duration)) != nil else { return }
                self.apply { $0.fired(timer) }
            }
        case .cancel(let timer): state.jobs.removeValue(forKey: .timer(timer))?.cancel()
        case .retireServer: retire()
        case .finish(let end):
            state.isOver = true
            for job in state.jobs.values { job.cancel() }
            state.jobs = [:]
            turnID.resolve(.failure(Self.isOver))
            self.end.resolve(.success(end))
        }
    }

    private func begin(_ job: Job, _ state: inout State, _ work: @escaping @Sendable () async -> Void) {
        state.jobs[job]?.cancel()
        // Nobody awaits it: it is cancelled when it is not wanted any more, with the end of the turn at the latest.
        state.jobs[job] = Task { await work() }
    }

    private func ask(_ request: CodexApprovalRequest, _ id: RPCID) async {
        let decision: CodexApprovalDecision
        if let approve = handlers.approve {
            decision = await withTimeout(handlers.approvalTimeout) { await approve(request) } ?? .decline
        } else {
            decision = .decline
        }
        if Task.isCancelled { return }
        apply { $0.decided(decision, on: id) }
    }

    private func call(_ call: CodexToolCall, _ id: RPCID) async {
        let result: CodexToolResult
        do {
            guard let tools = handlers.tools else {
                throw ToolError(code: .unknownTool, message: "There are no tools.")
            }
            let function = ToolCallFunction(name: call.name, arguments: try call.arguments.jsonText())
            result = CodexToolResult(try await tools.call(ToolCall(id: call.id, type: .function, function: function)))
        } catch let error as ToolError {
            result = CodexToolResult("Error: \(error.message)", isSuccess: false)
        } catch {
            result = CodexToolResult("Error: \(error)", isSuccess: false)
        }
        if Task.isCancelled { return }
        apply { $0.returned(result, for: id) }
    }

    // MARK: Time

    private func watch(_ deadline: Deadline, idleTimeout: Duration?) {
        state.withLock { state in
            guard !state.isOver else { return }
            if let instant = deadline.instant {
                begin(.deadline, &state) {
                    guard (try? await Task.sleep(until: instant)) != nil else { return }
                    self.stop(.deadline(deadline.total))
                }
            }
            if let idleTimeout {
                begin(.idle, &state) { await self.watchIdleness(idleTimeout) }
            }
        }
    }

    private func watchIdleness(_ limit: Duration) async {
        while true {
            let next = state.withLock { $0.lastSign } + limit
            if next <= .now { return stop(.idle(limit)) }
            guard (try? await Task.sleep(until: next)) != nil else { return }
        }
    }

    private func withTimeout<Value: Sendable>(
        _ limit: Duration?, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        guard let limit else { return await body() }
        // Not a task group: it would wait for a handler that does not heed its cancellation.
        let promise = Promise<Value?>()
        // Both end with the promise, or when this task is cancelled.
        let work = Task { _ = promise.resolve(.success(await body())) }
        let clock = Task {
            try await Task.sleep(for: limit)
            promise.resolve(.success(nil))
        }
        defer {
            work.cancel()
            clock.cancel()
        }
        return try? await promise.wait()
    }
}
