import MartletAPI

/// Adds input to a turn that runs.
struct TurnSteerCall: RPCCall {
    var threadID: CodexThreadID
    /// The turn that is expected to run; another one is an error.
    var turnID: CodexTurnID
    var input: [TurnInput]

    var method: String { "turn/steer" }
    var params: JSONObject {
        [
            "threadId": .string(threadID.rawValue), "expectedTurnId": .string(turnID.rawValue),
            "input": .array(input.map(\.json)),
        ]
    }

    struct Answer: RPCAnswer, Hashable {
        var turnID: CodexTurnID?
        init(result: JSONValue) { turnID = result["turnId"]?.stringValue.map { CodexTurnID(rawValue: $0) } }
    }
}
