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

    /// What all chunks have in common; its model is the thread's.
    var chunk: ChunkTemplate

    /// The answer to `turn/start`.
    mutating func started(_ turnID: CodexTurnID) -> [TurnAction] { [] }

    /// A notification of the thread.
    mutating func received(_ notification: RPCNotification) -> [TurnAction] { [] }

    /// A request about the thread.
    mutating func received(_ request: RPCServerRequest) -> [TurnAction] { [] }

    /// The handler has decided.
    mutating func decided(_ decision: CodexApprovalDecision, on id: RPCID) -> [TurnAction] { [] }

    /// The tool has returned.
    mutating func returned(_ result: CodexToolResult, for id: RPCID) -> [TurnAction] { [] }

    /// The time of a timer is over.
    mutating func fired(_ timer: TurnTimer) -> [TurnAction] { [] }

    /// The caller wants no more. Idempotent.
    mutating func stop(_ reason: TurnStop) -> [TurnAction] { [] }

    /// The turn cannot end by itself any more: `turn/start` was refused, or the server is gone.
    mutating func failed(_ error: MartletError) -> [TurnAction] { [] }
}
