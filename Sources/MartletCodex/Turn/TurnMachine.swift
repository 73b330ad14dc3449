import Martlet
import MartletAPI

/// One turn over the app-server, without the app-server: events in, actions out.
///
/// Create it when the thread is there, before `turn/start` is sent, so that nothing of the turn is missed: notifications
/// may come before the answer. Events of other threads must not be given to it. Whatever comes after
/// ``TurnAction/finish(_:)`` is passed over.
struct TurnMachine: Sendable {
    let settings: TurnSettings
    let threadID: CodexThreadID
    /// The turn, once it is known.
    var turnID: CodexTurnID?
    var builder: AnswerBuilder

    /// Approvals that wait for the handler.
    var approvals: [RPCID: CodexApprovalRequest] = [:]
    /// Calls that wait for a tool of ours.
    var runningTools: Set<RPCID> = []
    /// The changes of items that are not done, for approvals.
    var changes: [String: [CodexFileChange]] = [:]
    /// The provider's status in the last notice of another attempt: final errors often have none.
    var retryStatus: Int?
    /// The final error, which comes before the end of the turn.
    var failure: CodexFailure?
    /// Why the caller wants no more.
    var stopReason: TurnStop?
    /// Whether the handler ended the turn.
    var isCalledOff = false
    /// Whether `turn/interrupt` was sent, or is to be sent as soon as the turn has a name.
    private(set) var isInterrupted = false
    private var isOver = false

    /// - Parameter chunk: What all chunks have in common; its model is the thread's.
    init(settings: TurnSettings, threadID: CodexThreadID, chunk: ChunkTemplate) {
        self.settings = settings
        self.threadID = threadID
        builder = AnswerBuilder(settings: settings, chunk: chunk)
        builder.outcome.threadID = threadID
    }

    /// The answer to `turn/start`.
    mutating func started(_ turnID: CodexTurnID) -> [TurnAction] {
        guard !isOver, self.turnID == nil else { return [] }
        return named(turnID)
    }

    /// A notification of the thread.
    mutating func received(_ notification: RPCNotification) -> [TurnAction] {
        guard !isOver else { return [] }
        var actions: [TurnAction] = []
        if notification.method == "turn/started", turnID == nil, let id = notification.turnID { actions = named(id) }
        // News of an earlier turn of the thread, such as its token usage, which comes again when it is resumed.
        if let id = notification.turnID, id != turnID { return actions }
        actions += handle(notification)
        return settle(actions)
    }

    /// A request about the thread.
    mutating func received(_ request: RPCServerRequest) -> [TurnAction] {
        guard !isOver else { return [.reply(request.refusal)] }
        let actions = handle(request)
        return settle(actions)
    }

    /// The handler has decided.
    mutating func decided(_ decision: CodexApprovalDecision, on id: RPCID) -> [TurnAction] {
        guard !isOver, let request = approvals.removeValue(forKey: id) else { return [] }
        let actions = answer(request, id: id, with: decision)
        return settle(actions)
    }

    /// The tool has returned.
    mutating func returned(_ result: CodexToolResult, for id: RPCID) -> [TurnAction] {
        guard !isOver, runningTools.remove(id) != nil else { return [] }
        return [.reply(RPCReply(id: id, result: .success(result.json)))]
    }

    /// The time of a timer is over.
    mutating func fired(_ timer: TurnTimer) -> [TurnAction] {
        guard !isOver else { return [] }
        switch timer {
        case .moreToolCalls: return interrupt()
        case .end: return [.retireServer] + interrupted()
        }
    }

    /// The caller wants no more. Idempotent.
    mutating func stop(_ reason: TurnStop) -> [TurnAction] {
        guard !isOver, stopReason == nil else { return [] }
        stopReason = reason
        var actions: [TurnAction] = []
        for (id, request) in approvals.sorted(by: { $0.value.itemID < $1.value.itemID }) {
            actions.append(.withdraw(id))
            actions.append(.reply(RPCReply(id: id, result: .success(request.result(of: .cancel)))))
        }
        approvals = [:]
        return actions + interrupt()
    }

    /// The turn cannot end by itself any more: `turn/start` was refused, or the server is gone.
    mutating func failed(_ error: MartletError) -> [TurnAction] {
        isOver ? [] : fail(error)
    }

    // MARK: What others use

    /// Ends the turn, now or as soon as it has a name, and waits for its end.
    mutating func interrupt() -> [TurnAction] {
        if isInterrupted { return [] }
        isInterrupted = true
        var actions: [TurnAction] = []
        if let turnID { actions.append(.interrupt(threadID, turnID)) }
        actions.append(.cancel(.moreToolCalls))
        actions.append(.start(.end, after: settings.interruptWait))
        return actions
    }

    /// The turn has ended before its end, because we wanted it to or because Codex did.
    mutating func interrupted() -> [TurnAction] {
        if stopReason == .cancelled { return finish(.cancelled) }
        if let cut = builder.cut { return answer(cut) }
        switch stopReason {
        case .deadline(let time)?: return fail(.deadline(time))
        case .idle(let time)?: return fail(.silence(time))
        case .cancelled?, nil: break
        }
        if !builder.outcome.toolCalls.isEmpty { return answer(.toolCalls) }
        if builder.isTooLong { return fail(.answerTooLong(limit: settings.textBytes)) }
        if isCalledOff { return finish(.cancelled) }
        return fail(MartletError(.truncated, "The turn was interrupted by another client of the thread."))
    }

    /// Ends the turn with what it has brought.
    mutating func answer(_ reason: FinishReason) -> [TurnAction] {
        builder.outcome.turnID = turnID
        builder.finish(reason)
        let events = builder.takeEvents()
        return events.map { .emit($0) } + finish(.answered(builder.outcome))
    }

    mutating func fail(_ error: MartletError) -> [TurnAction] {
        // Codex's last word on a turn that the caller ended for its own reasons is not the caller's.
        if stopReason == .cancelled { return finish(.cancelled) }
        builder.outcome.turnID = turnID
        builder.breakOff()
        let events = builder.takeEvents()
        var error = error
        error.partial = error.partial ?? builder.partial
        return events.map { .emit($0) } + finish(.failed(error, hasDelivered: builder.hasDelivered))
    }

    private mutating func named(_ turnID: CodexTurnID) -> [TurnAction] {
        self.turnID = turnID
        return isInterrupted ? [.interrupt(threadID, turnID)] : []
    }

    /// Hands out what the builder has, and ends the turn when the answer is complete before Codex thinks so.
    private mutating func settle(_ actions: [TurnAction]) -> [TurnAction] {
        if isOver { return actions }
        let events = builder.takeEvents()
        var actions = events.map { TurnAction.emit($0) } + actions
        if builder.cut != nil || builder.isTooLong { actions += interrupt() }
        return actions
    }

    private mutating func finish(_ end: TurnEnd) -> [TurnAction] {
        isOver = true
        var actions: [TurnAction] = runningTools.union(approvals.keys).map { .withdraw($0) }
        actions += [.cancel(.moreToolCalls), .cancel(.end), .finish(end)]
        return actions
    }
}
