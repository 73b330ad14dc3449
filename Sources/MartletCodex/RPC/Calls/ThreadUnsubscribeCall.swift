import MartletAPI

/// Says that we need no more news of a thread.
struct ThreadUnsubscribeCall: RPCCall {
    typealias Answer = EmptyAnswer
    var threadID: CodexThreadID

    var method: String { "thread/unsubscribe" }
    var params: JSONObject { ["threadId": .string(threadID.rawValue)] }
}
