import Logging
import Martlet
import MartletAPI
import Synchronization

/// Keeps one `codex app-server` running for all requests of a client: started when it is first needed, and again after it
/// has crashed.
final class AppServerHost: Sendable {
    private struct State {
        /// The server that takes new turns, or that is being started.
        var current: Promise<AppServer>?
        /// Every process that has not ended yet, with what is resolved when it has.
        var running: [Int: (server: AppServer?, ended: Promise<Void>)] = [:]
        var next = 0
        var isShutDown = false
    }

    /// How long a server may take to say that it is ready.
    private static let startTimeout: Duration = .seconds(30)

    private let state = Mutex(State())
    private let runner: any CodexProcessRunner
    private let redactor: CodexRedactor
    private let limits: OutputLimits
    private let logger: Logger
    private let launch: @Sendable () async throws -> CodexLaunch

    /// - Parameter launch: How the process is started; asked each time.
    init(
        runner: any CodexProcessRunner, redactor: CodexRedactor, limits: OutputLimits, logger: Logger,
        launch: @escaping @Sendable () async throws -> CodexLaunch
    ) {
        self.runner = runner
        self.redactor = redactor
        self.limits = limits
        self.logger = logger
        self.launch = launch
    }

    /// The server for a new turn; started if there is none.
    ///
    /// - Throws: ``Martlet/MartletError``; `CancellationError`, at once, when the task is cancelled. A server that is being
    ///   started is then there for the next caller.
    func server() async throws -> AppServer {
        while true {
            let promise = try current()
            let server = try await promise.wait()
            if server.acceptsTurns { return server }
            state.withLock { state in
                if state.current === promise { state.current = nil }
            }
        }
    }

    /// No more turns for a server.
    func retire(_ server: AppServer) {
        state.withLock { state in
            if case .success(let current) = state.current?.result, current === server { state.current = nil }
        }
        server.retire()
    }

    /// Ends all servers and returns when they have ended.
    func shutdown() async {
        let running = state.withLock { state in
            state.isShutDown = true
            state.current = nil
            return Array(state.running.values)
        }
        let error = Self.shutDownError
        await withTaskGroup(of: Void.self) { group in
            for entry in running {
                group.addTask {
                    await entry.server?.close(error)
                    _ = try? await entry.ended.waitThroughCancellation()
                }
            }
        }
    }

    private static let shutDownError = MartletError(.shutDown, "The client was shut down. Make a new one.")

    // MARK: One server

    private func current() throws(MartletError) -> Promise<AppServer> {
        let (promise, isNew): (Promise<AppServer>?, Bool) = state.withLock { state in
            if state.isShutDown { return (nil, false) }
            if let current = state.current {
                // One that could not be started is not a reason not to try again.
                guard case .failure = current.result else { return (current, false) }
            }
            let promise = Promise<AppServer>()
            state.current = promise
            return (promise, true)
        }
        guard let promise else { throw Self.shutDownError }
        if isNew {
            // Awaited by `shutdown()`, through what it leaves in `running`.
            Task { await start(promise) }
        }
        return promise
    }

    private func start(_ promise: Promise<AppServer>) async {
        let ended = Promise<Void>()
        let number: Int? = state.withLock { state in
            guard !state.isShutDown else { return nil }
            state.next += 1
            state.running[state.next] = (nil, ended)
            return state.next
        }
        guard let number else {
            promise.resolve(.failure(Self.shutDownError))
            return
        }
        defer {
            state.withLock { _ = $0.running.removeValue(forKey: number) }
            ended.resolve(.success(()))
        }
        let box = Mutex<AppServer?>(nil)
        do {
            let launch = try await launch()
            logger.debug("Starting codex app-server", metadata: ["executable": "\(launch.executable)"])
            let exit = try await runner.run(launch) { process in
                let server = AppServer(
                    process: process, limits: self.limits, redactor: self.redactor, logger: self.logger)
                box.withLock { $0 = server }
                let isWanted = self.state.withLock { state in
                    state.running[number]?.server = server
                    return !state.isShutDown
                }
                guard isWanted else { return server.fail(Self.shutDownError) }
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { await self.greet(server, promise) }
                    await server.serve()
                    // Whoever still waits is told when it is known how the process ended.
                    group.cancelAll()
                }
            }
            let error = failure(exit, box.withLock { $0 }, wasReady: promise.result != nil)
            box.withLock { $0 }?.fail(error)
            promise.resolve(.failure(error))
        } catch {
            let error = MartletError(startFailure: error, redactor: redactor)
            box.withLock { $0 }?.fail(error)
            promise.resolve(.failure(error))
        }
    }

    /// Says who we are, and tells those who wait for the server.
    private func greet(_ server: AppServer, _ promise: Promise<AppServer>) async {
        do {
            let call = InitializeCall(clientName: "martlet", clientVersion: MartletClient.version)
            let answer = try await Deadline(Self.startTimeout).limit { try await server.call(call) }
            server.sendLine(InitializeCall.initializedLine)
            server.version.withLock { $0 = answer.codexVersion }
            promise.resolve(.success(server))
        } catch is CancellationError {
            // The process has ended; how is told by whoever ran it.
        } catch let error as MartletError where error.code == .deadlineExceeded {
            await server.close(
                MartletError(.processFailed, "Codex's app-server did not answer within \(Self.startTimeout)."))
        } catch {
            let error = error as? MartletError ?? MartletError(.connection, "\(error)", cause: error)
            promise.resolve(.failure(error))
            await server.close(error)
        }
    }

    /// - Parameter wasReady: A server that ran once can be tried again; one that does not start will not.
    private func failure(_ exit: CodexExit, _ server: AppServer?, wasReady: Bool) -> MartletError {
        let explanation = server?.explanation ?? ""
        let ending = explanation.isEmpty ? "It did not say why." : "It said: \(explanation)"
        let code: MartletError.Code
        switch exit {
        case .exited(0): code = .connection
        case .exited: code = wasReady ? .connection : .processFailed
        case .signaled: code = .processKilled
        }
        return MartletError(code, "Codex's app-server \(exit). \(ending)")
    }
}
