import MartletAPI

/// An answer: ours to the app-server, or the app-server's to us.
struct RPCReply: Hashable, Sendable {
    var id: RPCID
    var result: Result<JSONValue, RPCError>

    /// The line to send, with its line end.
    ///
    /// - Throws: `JSONError` when the result holds a number that JSON cannot express.
    func line() throws(JSONError) -> [UInt8] {
        var object: JSONObject = ["id": id.json]
        switch result {
        case .success(let value): object["result"] = value
        case .failure(let error): object["error"] = error.json
        }
        return try JSONValue.object(object).jsonBytes() + [UInt8(ascii: "\n")]
    }
}
