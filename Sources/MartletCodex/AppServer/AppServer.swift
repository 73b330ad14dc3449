import Logging
import Martlet
import MartletAPI
import Synchronization

/// One running `codex app-server`: pairs requests with answers, and hands what is about a thread to whoever has it.
///
/// Everything that is written goes through one writer, in order. The reader never waits for anybody.
final class AppServer: Sendable {
    private struct State {
        var nextID = 1
        var calls: [Int: @Sendable (Result<JSONValue, any Error>) -> Void] = [:]
        var turns: [CodexThreadID: TurnRun] = [:]
        /// Why nothing can be asked any more.
        var end: MartletError?
        var isRetired = false
        var reader: MessageReader
        var errors = ErrorOutput()
    }

    private let state: Mutex<State>
    private let outbox: AsyncStream<[UInt8]>
    private let post: AsyncStream<[UInt8]>.Continuation
    private let process: any CodexProcess
    private let redactor: CodexRedactor
    private let logger: Logger
    /// What the server said of itself; set once by ``AppServerHost``.
    let version = Mutex<String?>(nil)

    init(process: any CodexProcess, limits: OutputLimits, redactor: CodexRedactor, logger: Logger) {
        self.process = process
        self.redactor = redactor
        self.logger = logger
        state = Mutex(State(reader: MessageReader(limits: limits)))
        (outbox, post) = AsyncStream.makeStream()
    }

    /// Whether new turns may begin here.
    var acceptsTurns: Bool { state.withLock { $0.end == nil && !$0.isRetired } }

    // MARK: Asking

    /// Sends a request; `completion` gets the answer, or why there is none. It is called once, and must return soon.
    func send<Call: RPCCall>(
        _ call: Call, completion: @escaping @Sendable (Result<Call.Answer, MartletError>) -> Void
    ) {
        let redactor = redactor
        let method = call.method
        let answered: @Sendable (Result<JSONValue, any Error>) -> Void = { result in
            completion(Self.answer(result, of: method, redactor: redactor))
        }
        let id: Result<Int, MartletError> = state.withLock { state in
            if let end = state.end { return .failure(end) }
            defer { state.nextID += 1 }
            state.calls[state.nextID] = answered
            return .success(state.nextID)
        }
        switch id {
        case .failure(let error): completion(.failure(error))
        case .success(let id):
            do throws(JSONError) {
                post.yield(try call.line(id: .number(id)))
            } catch {
                state.withLock { _ = $0.calls.removeValue(forKey: id) }
                let message = "The request \(method) cannot be written: \(error.message)."
                completion(.failure(MartletError(.invalidArgument, message, cause: error)))
            }
        }
    }

    private static func answer<Answer: RPCAnswer>(
        _ result: Result<JSONValue, any Error>, of method: String, redactor: CodexRedactor
    ) -> Result<Answer, MartletError> {
        switch result {
        case .failure(let error as RPCError):
            return .failure(MartletError(error, method: method, redactor: redactor))
        case .failure(let error as MartletError): return .failure(error)
        case .failure(let error): return .failure(MartletError(.connection, "\(error)", cause: error))
        case .success(let value):
            do throws(JSONError) {
                return .success(try Answer(result: value))
            } catch {
                let message = "Codex's answer to \(method) cannot be understood: \(redactor.redact(error.message))."
                return .failure(MartletError(.protocolViolation, message, cause: error))
            }
        }
    }

    /// Sends a request and waits for its answer.
    ///
    /// - Throws: ``Martlet/MartletError``; `CancellationError`, at once, when the task is cancelled. The request is then
    ///   answered all the same, and the answer dropped.
    func call<Call: RPCCall>(_ call: Call) async throws -> Call.Answer {
        let promise = Promise<Call.Answer>()
        send(call) { result in promise.resolve(result.mapError { $0 }) }
        return try await promise.wait()
    }

    /// Sends a request whose answer nobody needs.
    func sendWithoutAnswer(_ call: some RPCCall) {
        send(call) { _ in }
    }

    /// Sends an answer, or a notification.
    func sendLine(_ line: [UInt8]) { post.yield(line) }

    func sendReply(_ reply: RPCReply) {
        do throws(JSONError) {
            post.yield(try reply.line())
        } catch {
            // The server waits for ever without an answer; a refusal can always be written.
            if let line = try? RPCReply(id: reply.id, result: .failure(.methodNotFound)).line() { post.yield(line) }
        }
    }

    // MARK: Turns

    /// Hands everything about a thread to a turn, from now on.
    ///
    /// - Returns: False when the server takes no more turns.
    func attach(_ run: TurnRun, to threadID: CodexThreadID) -> Bool {
        state.withLock { state in
            guard state.end == nil else { return false }
            state.turns[threadID] = run
            return true
        }
    }

    /// The turn is over.
    func detach(_ threadID: CodexThreadID) {
        let isDone = state.withLock { state in
            state.turns[threadID] = nil
            return state.isRetired && state.turns.isEmpty
        }
        if isDone { endSoon() }
    }

    /// Begins no more turns, and ends when those that run are over.
    func retire() {
        let isDone = state.withLock { state in
            state.isRetired = true
            return state.turns.isEmpty
        }
        if isDone { endSoon() }
    }

    private func endSoon() {
        let process = process
        // Awaited by whoever runs the process: `serve()` returns when it has ended.
        Task { await process.end() }
    }

    // MARK: Running

    /// Reads and writes until the process has ended.
    func serve() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.write() }
            group.addTask {
                await self.read("standard error") { try await self.process.readErrorOutput(self.receivedError) }
            }
            await read("standard output") { try await process.readOutput(received) }
            receivedEnd()
            // A process that closes its output and stays is of no use.
            post.finish()
            await process.end()
            await group.waitForAll()
        }
    }

    /// Ends the process. Turns that run fail with `error`.
    func close(_ error: MartletError) async {
        fail(error)
        await process.end()
    }

    /// Tells everybody who waits that nothing will come any more. Only the first reason counts.
    func fail(_ error: MartletError) {
        let (calls, turns) = state.withLock { state in
            if state.end == nil { state.end = error }
            defer {
                state.calls = [:]
                state.turns = [:]
            }
            return (state.calls, state.turns)
        }
        for completion in calls.values { completion(.failure(error)) }
        for run in turns.values { run.failed(error) }
    }

    /// The lines of standard error that say something about a failure.
    var explanation: String { state.withLock { $0.errors.explanation(redactor: redactor) } }

    private func write() async {
        do {
            for await line in outbox { try await process.write(line) }
        } catch {
            // The reader sees the end of the process, which says more.
            logger.debug("Codex does not read any more", metadata: ["error": "\(error)"])
        }
    }

    private func read(_ what: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            logger.debug("Reading Codex's \(what) failed", metadata: ["error": "\(error)"])
        }
    }

    @Sendable private func receivedError(_ bytes: [UInt8]) {
        state.withLock { $0.errors.append(bytes) }
    }

    @Sendable private func received(_ bytes: [UInt8]) {
        let (messages, isUnintelligible) = state.withLock { state in
            (state.reader.append(bytes), state.reader.isUnintelligible)
        }
        for message in messages { dispatch(message) }
        if isUnintelligible {
            let samples = state.withLock { $0.reader.noise.samples.first ?? "" }
            fail(
                MartletError(
                    .protocolViolation,
                    """
                    What Codex's app-server writes are no messages: '\(redactor.redact(samples))'. Is it another program?
                    """))
            endSoon()
        }
    }

    private func receivedEnd() {
        let messages = state.withLock { $0.reader.finish() }
        for message in messages { dispatch(message) }
    }

    private func dispatch(_ message: RPCMessage) {
        switch message {
        case .reply(let reply):
            guard case .number(let id) = reply.id else { return }
            let completion = state.withLock { $0.calls.removeValue(forKey: id) }
            // Without one: an answer that nobody waits for any more.
            completion?(reply.result.mapError { $0 })
        case .notification(let notification):
            guard let threadID = notification.threadID else { return }
            turn(of: threadID)?.received(notification)
        case .request(let request):
            if let run = request.threadID.flatMap(turn(of:)) {
                run.received(request)
            } else {
                sendReply(request.refusal)
            }
        }
    }

    private func turn(of threadID: CodexThreadID) -> TurnRun? {
        state.withLock { $0.turns[threadID] }
    }
}
