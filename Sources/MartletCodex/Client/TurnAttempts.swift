import Martlet
import MartletAPI

/// The turns of a request, and how often each is tried.
struct TurnAttempts: Sendable {
    let execution: ChatExecution
    let request: CodexRequest
    let route: CodexCore.Route
    let template: ChunkTemplate
    /// Whether any choice has delivered a piece of its answer.
    let hasDelivered: Flag

    private var core: CodexCore { execution.core }
    private var options: CallOptions { execution.options }

    /// The turn of one choice.
    ///
    /// - Throws: ``Martlet/MartletError``, with the number of attempts; `CancellationError`.
    func turn(_ choice: Int) async throws -> TurnOutcome {
        try await takeSlot()
        defer { core.slots.giveBack() }
        var attempt = 0
        while true {
            attempt += 1
            // Whether this choice has delivered something, or has done something that should not be done twice.
            let isFinal = Flag()
            switch await end(of: choice, isFinal) {
            case .answered(let outcome):
                guard var fault = request.formFault(of: outcome) else { return outcome }
                fault.attempts = attempt
                throw fault
            case .cancelled: throw CancellationError()
            case .failed(var error, let delivered):
                error.attempts = attempt
                try Task.checkCancellation()
                guard !delivered, !isFinal.isSet, let delay = delay(after: error, attempt: attempt) else { throw error }
                execution.report(
                    .retrying(CodexRetry(message: error.message, status: error.status)), choice: choice)
                do {
                    try await execution.deadline.limit { try await Task.sleep(for: delay) }
                } catch is MartletError {
                    // The last real error says more than that the time is over.
                    throw error
                }
            }
        }
    }

    private func takeSlot() async throws {
        let isTaken = Flag()
        do {
            try await execution.deadline.limit {
                try await core.slots.take()
                isTaken.set()
            }
        } catch {
            // The time was over just when the slot came.
            if isTaken.isSet { core.slots.giveBack() }
            throw error
        }
    }

    private func end(of choice: Int, _ isFinal: Flag) async -> TurnEnd {
        do {
            switch route {
            case .appServer: return try await appServerTurn(choice, isFinal)
            case .exec: return try await execTurn(choice, isFinal)
            }
        } catch is CancellationError {
            return .cancelled
        } catch let error as MartletError {
            return .failed(error, hasDelivered: false)
        } catch {
            return .failed(
                MartletError(.connection, core.redactor.redact("\(error)"), cause: error), hasDelivered: false)
        }
    }

    private func delay(after error: MartletError, attempt: Int) -> Duration? {
        if let shouldRetry = options.shouldRetry, !shouldRetry(error) { return nil }
        var error = error
        // A process that somebody killed is a connection that broke.
        if error.code == .processKilled { error.code = .connection }
        return options.retryPolicy.delay(
            after: error, attempt: attempt, isIdempotent: false, random: .random(in: 0..<1))
    }

    private func emitter(_ choice: Int, _ isFinal: Flag) -> @Sendable (CodexEvent) -> Void {
        { event in
            switch event {
            case .chunk:
                isFinal.set()
                hasDelivered.set()
            // What was done once is not done again behind the caller's back.
            case .activity(.command, _), .activity(.fileChanges, _), .activity(.tool, _): isFinal.set()
            case .activity: break
            }
            execution.emit(event)
        }
    }

    // MARK: Over the app-server

    private func appServerTurn(_ choice: Int, _ isFinal: Flag) async throws -> TurnEnd {
        let thread = try await execution.deadline.limit { try await openThread() }
        var template = template
        template.index = choice
        template.model = thread.model ?? request.model
        let machine = TurnMachine(
            settings: execution.turnSettings(request), threadID: thread.id, chunk: template)
        let (core, server) = (core, thread.server)
        let run = TurnRun(
            machine, on: server, handlers: options.handlers, emit: emitter(choice, isFinal)
        ) {
            core.host.retire(server)
        }
        execution.conversation?.thread.begins()
        execution.conversation?.thread.runs(run)
        let end = await run.run(
            thread.request.start(in: thread.id), deadline: execution.deadline, idleTimeout: options.idleTimeout)
        execution.conversation?.thread.runs(nil)
        // A thread that nobody goes on with is let go, so that the server does not fill up.
        if execution.conversation == nil { server.sendWithoutAnswer(ThreadUnsubscribeCall(threadID: thread.id)) }
        return end
    }

    /// A thread that was told everything but what starts the turn.
    private struct OpenThread: Sendable {
        var id: CodexThreadID
        var server: AppServer
        var model: ModelID?
        /// The request, as far as the thread does not have it.
        var request: CodexRequest
    }

    private func openThread() async throws -> OpenThread {
        let server = try await core.host.server()
        core.noteServing()
        guard let conversation = execution.conversation else {
            let answer = try await server.call(ThreadStartCall(settings: settings(request)))
            return try await told(answer, server, request)
        }
        if let id = conversation.thread.loaded(on: server) {
            return try await told(OpenThread(id: id, server: server, request: try addition(conversation)))
        }
        let opened: OpenThread
        if let id = conversation.thread.kept(persists: core.configuration.persistsThreads) {
            let addition = try addition(conversation)
            let answer = try await server.call(ThreadResumeCall(threadID: id, settings: settings(addition)))
            opened = try await told(answer, server, addition)
        } else {
            let answer = try await server.call(ThreadStartCall(settings: settings(request)))
            opened = try await told(answer, server, request)
        }
        conversation.thread.opened(opened.id, on: server)
        return opened
    }

    /// What a thread is started with. A directory is named only where it is not the one that the server was started in.
    private func settings(_ request: CodexRequest) -> ThreadSettings {
        var settings = request.threadSettings
        settings.workingDirectory = options.settings.workingDirectory
        return settings
    }

    private func told(_ answer: ThreadAnswer, _ server: AppServer, _ request: CodexRequest) async throws -> OpenThread {
        try await told(OpenThread(id: answer.threadID, server: server, model: answer.model, request: request))
    }

    /// Puts the messages before the last one into the thread.
    private func told(_ thread: OpenThread) async throws -> OpenThread {
        if let injection = thread.request.injection(into: thread.id) { _ = try await thread.server.call(injection) }
        return thread
    }

    /// The request with nothing but what a conversation's thread does not have.
    private func addition(_ conversation: ConversationTurn) throws(MartletError) -> CodexRequest {
        try CodexRequest(execution.prepare(conversation.new), settings: options.settings)
    }

    // MARK: Over exec

    private func execTurn(_ choice: Int, _ isFinal: Flag) async throws -> TurnEnd {
        let conversation = execution.conversation
        let resumed = conversation?.thread.kept(persists: core.configuration.persistsThreads)
        var request = request
        if resumed != nil, let conversation {
            request = try CodexRequest(execution.prepare(conversation.new), settings: options.execSettings)
        }
        let invocation = try ExecInvocation(request, resuming: resumed)
        for note in invocation.notes { execution.report(.warning(note), choice: choice) }
        let home = try core.homes.home()
        let files = try home.makeDirectory()
        defer { PrivateFile.remove(files) }
        for file in invocation.files { try PrivateFile.make("\(files)/\(file.name)", file.bytes) }
        let installation = try await execution.deadline.limit { try await core.installation.find() }
        let ending = request.settings.sandbox == .dangerFullAccess ? CodexEnding.Request.interrupt : .terminate
        let launch = CodexLaunch(
            executable: installation.path, arguments: invocation.arguments(filesIn: files),
            environment: core.configuration.childEnvironment(privateHome: home.path),
            workingDirectory: options.workingDirectory, input: .bytes(invocation.standardInput),
            privateDirectory: files, ending: CodexEnding(ending))
        var settings = ExecSettings()
        settings.turn = execution.turnSettings(request)
        settings.limits.lineBytes = core.configuration.maximumLineBytes
        settings.redactor = core.redactor
        // `exec` counts over all turns of a thread.
        if resumed != nil { settings.usageBefore = conversation?.thread.usage }
        var template = template
        template.index = choice
        template.model = request.model
        let run = ExecRun(ExecMachine(settings: settings, chunk: template), emit: emitter(choice, isFinal))
        let number = try core.track(run)
        defer { core.untrack(number) }
        conversation?.thread.begins()
        let end = await run.run(
            launch, runner: core.runner, redactor: core.redactor, deadline: execution.deadline,
            idleTimeout: options.idleTimeout)
        // Also of a run that failed, so that its thread can be resumed.
        if let threadID = run.threadID, let conversation { conversation.thread.opened(threadID, on: nil) }
        switch end {
        case .cancelled where core.isShutDown: throw MartletError(.shutDown, "The client was shut down.")
        case .answered(let outcome):
            return .answered(conversation.map { counted(outcome, $0.thread, isResumed: resumed != nil) } ?? outcome)
        default: return end
        }
    }

    /// The outcome with what its own turn took.
    private func counted(_ outcome: TurnOutcome, _ thread: ConversationThread, isResumed: Bool) -> TurnOutcome {
        var outcome = outcome
        let before = isResumed ? thread.usage : CodexTokenUsage()
        thread.usage = outcome.usage.map { (before ?? CodexTokenUsage()) + $0 }
        // The total of a thread that was there before says nothing about this turn.
        if before == nil { outcome.usage = nil }
        return outcome
    }
}
