import MartletAPI

/// Loads a thread that was kept. A thread that is not there is refused with "no rollout found".
struct ThreadResumeCall: RPCCall {
    typealias Answer = ThreadAnswer
    var threadID: CodexThreadID
    var settings: ThreadSettings

    var method: String { "thread/resume" }
    var params: JSONObject {
        var params: JSONObject = ["threadId": .string(threadID.rawValue)]
        params.merge(settings.params)
        // Not a parameter here: a thread on disk is not ephemeral.
        params["ephemeral"] = nil
        return params
    }
}
