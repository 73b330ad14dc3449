import MartletAPI

/// Why the other side refuses a request: the `error` member of an answer.
struct RPCError: Error, Hashable, Sendable {
    /// JSON-RPC's code: −32600 for a request that makes no sense, −32602 for parameters, −32001 for "try later".
    var code: Int
    var message: String
    var data: JSONValue?

    init(code: Int, message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// What the other side says; lenient, for an error that cannot be read must still end the request.
    init(_ value: JSONValue) {
        code = value["code"]?.intValue ?? 0
        message = value["message"]?.stringValue ?? value.stringValue ?? "The request failed with no explanation."
        data = value["data"]?.nonNull
    }

    /// A method that we do not have.
    static let methodNotFound = RPCError(code: -32_601, message: "This client has no such method.")

    var json: JSONValue {
        var object: JSONObject = ["code": .integer(code), "message": .string(message)]
        object["data"] = data
        return .object(object)
    }
}
