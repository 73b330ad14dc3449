import MartletAPI

/// Something that the app-server asks us. It waits until it is answered, for ever.
struct RPCServerRequest: Hashable, Sendable {
    /// In the app-server's own space of ids.
    var id: RPCID
    var method: String
    var params: JSONValue

    /// The thread it is about; nil for a question of the whole server, which the connection answers itself.
    var threadID: CodexThreadID? {
        (params["threadId"] ?? params["conversationId"])?.stringValue.map { CodexThreadID(rawValue: $0) }
    }
    var turnID: CodexTurnID? { params["turnId"]?.stringValue.map { CodexTurnID(rawValue: $0) } }

    /// The answer for questions that nobody here understands.
    var refusal: RPCReply { RPCReply(id: id, result: .failure(.methodNotFound)) }
}
