import MartletAPI

@testable import MartletCodex

/// A turn over the app-server, driven by what it printed.
struct RecordedTurn: Hashable {
    var events: [CodexEvent] = []
    var replies: [RPCReply] = []
    var asked: [CodexApprovalRequest] = []
    var calls: [CodexToolCall] = []
    /// Interrupts, timers and the like, in order.
    var log: [String] = []
    var ending: Ending?
    /// Endings after the first, of which there must be none.
    var extraEndings = 0

    /// Feeds a transcript.
    ///
    /// - Parameters:
    ///   - decision: The handler's answer to each approval; nil when it has not answered by the end.
    ///   - toolResult: What each tool returns; nil when it has not returned by the end.
    ///   - fires: The timers whose time is over as soon as they are started.
    init(
        _ bytes: [UInt8], pieces: Pieces = .whole, settings: TurnSettings = TurnSettings(),
        decision: CodexApprovalDecision? = nil, toolResult: CodexToolResult? = nil, fires: Set<TurnTimer> = []
    ) {
        var machine = TurnMachine(settings: settings, threadID: "thread-1", chunk: .test)
        var reader = MessageReader()
        var messages: [RPCMessage] = []
        for piece in pieces.cut(bytes) { messages += reader.append(piece) }
        messages += reader.finish()
        for message in messages {
            var actions: [TurnAction]
            switch message {
            case .notification(let notification): actions = machine.received(notification)
            case .request(let request): actions = machine.received(request)
            case .reply(let reply):
                guard case .success(let result) = reply.result, let answer = try? TurnStartCall.Answer(result: result)
                else { continue }
                actions = machine.started(answer.turnID)
            }
            while !actions.isEmpty {
                let action = actions.removeFirst()
                actions += take(action, &machine, decision, toolResult, fires)
            }
        }
    }

    private mutating func take(
        _ action: TurnAction, _ machine: inout TurnMachine, _ decision: CodexApprovalDecision?,
        _ toolResult: CodexToolResult?, _ fires: Set<TurnTimer>
    ) -> [TurnAction] {
        switch action {
        case .emit(let event): events.append(event)
        case .interrupt(let thread, let turn): log.append("interrupt \(thread) \(turn)")
        case .reply(let reply): replies.append(reply)
        case .ask(let request, let id):
            asked.append(request)
            if let decision { return machine.decided(decision, on: id) }
        case .call(let call, let id):
            calls.append(call)
            if let toolResult { return machine.returned(toolResult, for: id) }
        case .withdraw(let id): log.append("withdraw \(id)")
        case .start(let timer, _):
            log.append("start \(timer)")
            if fires.contains(timer) { return machine.fired(timer) }
        case .cancel(let timer): log.append("cancel \(timer)")
        case .retireServer: log.append("retire")
        case .finish(let end):
            if ending != nil { extraEndings += 1 }
            ending = Ending(end)
        }
        return []
    }
}
