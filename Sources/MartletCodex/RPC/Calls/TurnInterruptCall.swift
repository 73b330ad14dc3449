import MartletAPI

/// Ends a turn. There is no answer at all when the turn does not run any more: wait for `turn/completed` instead.
struct TurnInterruptCall: RPCCall {
    typealias Answer = EmptyAnswer
    var threadID: CodexThreadID
    var turnID: CodexTurnID

    var method: String { "turn/interrupt" }
    var params: JSONObject { ["threadId": .string(threadID.rawValue), "turnId": .string(turnID.rawValue)] }
}
