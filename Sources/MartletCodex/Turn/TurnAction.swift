import MartletAPI

/// What a ``TurnMachine`` wants done, in this order.
enum TurnAction: Sendable {
    /// Hand this to the reader of the answer.
    case emit(CodexEvent)
    /// Send `turn/interrupt`. Its answer may never come; nobody waits for it.
    case interrupt(CodexThreadID, CodexTurnID)
    /// Send this answer to the app-server.
    case reply(RPCReply)
    /// Ask the caller's handler, and tell the machine with ``TurnMachine/decided(_:on:)``.
    case ask(CodexApprovalRequest, id: RPCID)
    /// Run the caller's tool, and tell the machine with ``TurnMachine/returned(_:for:)``.
    case call(CodexToolCall, id: RPCID)
    /// The handler's or the tool's answer is no longer wanted: cancel its task.
    case withdraw(RPCID)
    /// Tell the machine with ``TurnMachine/fired(_:)`` when this time is over; replaces the timer of the same name.
    case start(TurnTimer, after: Duration)
    /// Forget the timer.
    case cancel(TurnTimer)
    /// The app-server does not react any more. End it once its other turns are done with.
    case retireServer
    /// The last action: the turn is over, and the machine takes no more events.
    case finish(TurnEnd)
}
