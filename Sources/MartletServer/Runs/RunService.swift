import HTTPTypes
import MartletAPI

/// Orders runs, and calls them off.
struct RunService: Sendable {
    let stores: PlatformStores
    let models: ModelResolver
    let events: RunEvents
    let underway: Underway<RunID>
    let bell: Bell
    let clock: WallClock
    /// How many runs of an account may be unfinished.
    let limit: Int

    /// Queues a run.
    ///
    /// - Parameters:
    ///   - id: The identifier that it shall have, for who watches it from the start.
    ///   - messages: What to add to the thread with it.
    ///   - model: The model, instead of the assistant's or the default.
    ///   - parameters: Makes ``StoredRun/parameters`` of the assistant.
    /// - Throws: ``PlatformError``, with 404 when there is no such thread or assistant.
    func create(
        id: RunID = RunID(rawValue: Identifier.make("run")), in thread: ThreadID, of owner: AccountID,
        by assistant: AssistantID, model: ModelID? = nil, messages: [StoredMessage] = [], metadata: JSONObject = [:],
        parameters: (StoredAssistant) throws -> JSONObject
    ) async throws -> StoredRun {
        let run = try await prepare(
            id: id, in: thread, of: owner, by: assistant, model: model, metadata: metadata, parameters: parameters)
        try await queue(run, behind: messages)
        return run
    }

    /// Makes a run that ``queue(_:behind:)`` takes.
    ///
    /// - Throws: ``PlatformError``, with 404 when there is no such assistant.
    func prepare(
        id: RunID, in thread: ThreadID, of owner: AccountID, by assistant: AssistantID, model: ModelID?,
        metadata: JSONObject, parameters: (StoredAssistant) throws -> JSONObject
    ) async throws -> StoredRun {
        guard let known = try await stores.assistants.assistant(assistant, of: owner) else {
            throw PlatformError.unknownAssistant(assistant, parameter: "assistant_id")
        }
        return StoredRun(
            id: id, owner: owner, threadID: thread, assistantID: assistant, createdAt: clock.now(),
            model: try await models.model(model ?? known.model, for: .chat), parameters: try parameters(known),
            metadata: metadata)
    }

    /// Adds a run behind messages.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is no such thread.
    func queue(_ run: StoredRun, behind messages: [StoredMessage]) async throws {
        guard try await stores.runs.insert(run, messages: messages, limit: limit) else {
            throw PlatformError.unknownThread(run.threadID)
        }
        events.publish(.run(run), of: run.id)
        bell.ring()
    }

    /// Deletes a thread, and stops what answers it: nobody could ever see that.
    ///
    /// - Throws: ``PlatformError`` with 404.
    func deleteThread(_ id: ThreadID, of owner: AccountID) async throws {
        let runs = try await stores.runs.runs(in: id, of: owner, PageQuery())?.items ?? []
        guard try await stores.threads.deleteThread(id, of: owner) else { throw PlatformError.unknownThread(id) }
        for run in runs where !run.state.isTerminal {
            underway.stop(run.id)
            events.forget(run.id, in: id)
        }
        bell.ring()
    }

    /// - Throws: ``PlatformError`` with 404.
    func run(_ id: RunID, in thread: ThreadID, of owner: AccountID) async throws -> StoredRun {
        guard let run = try await stores.runs.run(id, in: thread, of: owner) else {
            throw PlatformError.unknownRun(id, in: thread)
        }
        return run
    }

    /// The message that a run answered with; nil when it has none, or when that was deleted.
    func message(of run: StoredRun) async throws -> StoredMessage? {
        guard let id = run.messageID else { return nil }
        return try await stores.threads.message(id, in: run.threadID, of: run.owner)
    }

    /// Calls a run off, at once.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is none, and with 400 when it has ended.
    func cancel(_ id: RunID, in thread: ThreadID, of owner: AccountID) async throws -> StoredRun {
        let now = clock.now()
        let cancelled = try await stores.runs.updateRun(id, in: thread, of: owner) { run in
            guard !run.state.isTerminal else {
                throw PlatformError.invalidRequest(
                    "The run has ended already, with the status '\(run.state.rawValue)'.", code: "run_has_ended")
            }
            run.state = .cancelled
            run.endedAt = now
            run.rounds = []
        }
        guard let cancelled else { throw PlatformError.unknownRun(id, in: thread) }
        events.publish(.run(cancelled), of: id)
        underway.stop(id)
        bell.ring()
        return cancelled
    }

    /// Gives a run the outputs that it waits for, and queues it again.
    ///
    /// - Parameter outputs: By the id of the call.
    /// - Returns: The run, and the step whose calls have all their outputs now.
    /// - Throws: ``PlatformError`` with 404 when there is none, and with 400 when it does not wait, or not for these.
    func submit(
        _ outputs: [ToolCallID: String], to id: RunID, in thread: ThreadID, of owner: AccountID
    ) async throws -> (run: StoredRun, step: RunStep?) {
        let now = clock.now()
        let resumed = try await stores.runs.updateRun(id, in: thread, of: owner) { run, steps in
            guard run.state == .requiresAction else {
                throw PlatformError.invalidRequest(
                    "The run waits for no outputs: its status is '\(run.state.rawValue)'.", code: "run_does_not_wait")
            }
            let missing = run.pendingCalls.map(\.id)
            guard Set(outputs.keys) == Set(missing) else {
                let ids = missing.map(\.rawValue).joined(separator: ", ")
                throw PlatformError.invalidRequest(
                    "Give one output for each of these calls and no other: \(ids).", parameter: "tool_outputs")
            }
            run.rounds += missing.map { .tool(outputs[$0] ?? "", answering: $0) }
            run.state = .queued
            run.expiresAt = nil
            for index in steps.indices where steps[index].endedAt == nil { steps[index].add(outputs, now: now) }
        }
        guard let (run, steps) = resumed else { throw PlatformError.unknownRun(id, in: thread) }
        events.publish(.run(run), of: id)
        bell.ring()
        return (run, steps.last)
    }
}
