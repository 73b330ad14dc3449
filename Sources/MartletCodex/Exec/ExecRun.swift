import Martlet
import MartletAPI
import Synchronization

/// Drives one run of `codex exec`: gives its ``ExecMachine`` what the process writes, and does what that wants.
final class ExecRun: Sendable {
    private enum Job: Hashable {
        case timer(TurnTimer)
        case deadline
        case idle
        case terminate
    }

    private struct State {
        var machine: ExecMachine
        var jobs: [Job: Task<Void, Never>] = [:]
        var process: (any CodexProcess)?
        var isTerminated = false
        var lastSign: ContinuousClock.Instant
        var end: TurnEnd?
    }

    private let emit: @Sendable (CodexEvent) -> Void
    private let state: Mutex<State>

    /// - Parameter emit: Gets every event, in order. It must return soon.
    init(_ machine: ExecMachine, emit: @escaping @Sendable (CodexEvent) -> Void) {
        self.emit = emit
        state = Mutex(State(machine: machine, lastSign: .now))
    }

    /// The thread, as soon as the process has named it.
    var threadID: CodexThreadID? { state.withLock { $0.machine.threadID } }

    /// Runs the process and waits for its end. Cancelling the task ends the process and all its descendants, and then this.
    func run(
        _ launch: CodexLaunch, runner: any CodexProcessRunner, redactor: CodexRedactor, deadline: Deadline,
        idleTimeout: Duration?
    ) async -> TurnEnd {
        if Task.isCancelled { return .cancelled }
        watch(deadline, idleTimeout: idleTimeout)
        let failure: MartletError? = await withTaskCancellationHandler {
            do {
                let exit = try await runner.run(launch) { process in
                    self.begin(process)
                    await withTaskGroup(of: Void.self) { group in
                        group.addTask {
                            try? await process.readErrorOutput { bytes in
                                self.apply { $0.received(errorOutput: bytes) }
                            }
                        }
                        // Reading fails only with the process, whose end is reported below.
                        try? await process.readOutput { bytes in self.apply { $0.received(output: bytes) } }
                        await group.waitForAll()
                    }
                }
                apply { $0.ended(ExecExit(exit)) }
                return nil
            } catch {
                return MartletError(startFailure: error, redactor: redactor)
            }
        } onCancel: {
            stop(.cancelled)
        }
        return state.withLock { state in
            for job in state.jobs.values { job.cancel() }
            state.jobs = [:]
            state.process = nil
            if let end = state.end { return end }
            return .failed(
                failure ?? MartletError(.protocolViolation, "Codex ended without an answer."), hasDelivered: false)
        }
    }

    /// Ends the run before its end. Doing it twice is harmless.
    func stop(_ reason: TurnStop) { apply { $0.stop(reason) } }

    private func begin(_ process: any CodexProcess) {
        state.withLock { state in
            state.process = process
            if state.isTerminated { terminate(&state) }
        }
    }

    private func apply(_ event: (inout ExecMachine) -> [ExecAction]) {
        state.withLock { state in
            state.lastSign = .now
            for action in event(&state.machine) { perform(action, &state) }
        }
    }

    private func perform(_ action: ExecAction, _ state: inout State) {
        switch action {
        case .emit(let event): emit(event)
        case .start(let timer, let duration):
            begin(.timer(timer), &state) {
                guard (try? await Task.sleep(for: duration)) != nil else { return }
                self.apply { $0.fired(timer) }
            }
        case .cancel(let timer): state.jobs.removeValue(forKey: .timer(timer))?.cancel()
        case .terminate: terminate(&state)
        case .finish(let end):
            if state.end == nil { state.end = end }
            for job in [Job.deadline, .idle] { state.jobs.removeValue(forKey: job)?.cancel() }
        }
    }

    private func terminate(_ state: inout State) {
        state.isTerminated = true
        // Before the process is there, the wish waits.
        guard let process = state.process, state.jobs[.terminate] == nil else { return }
        begin(.terminate, &state) { await process.end() }
    }

    private func begin(_ job: Job, _ state: inout State, _ work: @escaping @Sendable () async -> Void) {
        state.jobs[job]?.cancel()
        // Nobody awaits it: it is cancelled when it is not wanted any more. The end of a process does not heed that, and
        // the process is waited for.
        state.jobs[job] = Task { await work() }
    }

    private func watch(_ deadline: Deadline, idleTimeout: Duration?) {
        state.withLock { state in
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
}

extension ExecExit {
    fileprivate init(_ exit: CodexExit) {
        switch exit {
        case .exited(let status): self = .exited(Int(status))
        case .signaled(let signal): self = .signalled(Int(signal))
        }
    }
}
