import MartletAPI

/// A request of ours to the app-server.
protocol RPCCall: Sendable {
    /// What the answer's `result` is read as.
    associatedtype Answer: RPCAnswer
    var method: String { get }
    var params: JSONObject { get }
}

/// The `result` of an answer. Reading is lenient: only what the call means nothing without is needed.
protocol RPCAnswer: Sendable {
    /// - Throws: `JSONError` with `missingField` when the answer lacks what it cannot do without.
    init(result: JSONValue) throws(JSONError)
}

extension RPCCall {
    /// The line to send, with its line end. There is no `jsonrpc` member: the app-server neither sends nor needs one.
    ///
    /// - Throws: `JSONError` when a parameter holds a number that JSON cannot express.
    func line(id: RPCID) throws(JSONError) -> [UInt8] {
        let object: JSONObject = ["id": id.json, "method": .string(method), "params": .object(params)]
        return try JSONValue.object(object).jsonBytes() + [UInt8(ascii: "\n")]
    }
}

extension JSONValue: RPCAnswer {
    init(result: JSONValue) { self = result }
}
