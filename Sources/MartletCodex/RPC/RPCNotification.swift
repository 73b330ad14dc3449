import MartletAPI

/// Something that the app-server tells us and that needs no answer.
struct RPCNotification: Hashable, Sendable {
    var method: String
    var params: JSONValue

    /// The thread it is about; nil for news of the whole server.
    var threadID: CodexThreadID? { params["threadId"]?.stringValue.map { CodexThreadID(rawValue: $0) } }
    /// The turn it is about. `turn/started` and `turn/completed` have it inside the turn.
    var turnID: CodexTurnID? {
        (params["turnId"] ?? params["turn"]?["id"])?.stringValue.map { CodexTurnID(rawValue: $0) }
    }
}
