import MartletAPI

/// Makes a new thread with the history of another.
struct ThreadForkCall: RPCCall {
    typealias Answer = ThreadAnswer
    var threadID: CodexThreadID
    /// The last turn that the new thread has; nil for all of them.
    var lastTurnID: CodexTurnID?
    var settings: ThreadSettings

    var method: String { "thread/fork" }
    var params: JSONObject {
        var params: JSONObject = ["threadId": .string(threadID.rawValue)]
        params["lastTurnId"] = lastTurnID.map { .string($0.rawValue) }
        params.merge(settings.params)
        return params
    }
}
