import MartletAPI

/// Starts a thread.
struct ThreadStartCall: RPCCall {
    typealias Answer = ThreadAnswer
    var settings: ThreadSettings

    var method: String { "thread/start" }
    var params: JSONObject { settings.params }
}
