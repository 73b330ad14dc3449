import MartletAPI

/// One line of the app-server, told apart by its members.
enum RPCMessage: Hashable, Sendable {
    /// `method` and `id`.
    case request(RPCServerRequest)
    /// `method` alone.
    case notification(RPCNotification)
    /// `id` alone, with `result` or `error`.
    case reply(RPCReply)

    /// The message that a value is; nil when it is none. A `jsonrpc` member and members that are not known are passed
    /// over.
    init?(_ value: JSONValue) {
        guard let object = value.objectValue else { return nil }
        let id = RPCID(object["id"])
        if let method = object["method"]?.stringValue {
            let params = object["params"] ?? .object([:])
            if let id {
                self = .request(RPCServerRequest(id: id, method: method, params: params))
            } else {
                self = .notification(RPCNotification(method: method, params: params))
            }
        } else if let id {
            if let error = object["error"], !error.isNull {
                self = .reply(RPCReply(id: id, result: .failure(RPCError(error))))
            } else if let result = object["result"] {
                self = .reply(RPCReply(id: id, result: .success(result)))
            } else {
                return nil
            }
        } else {
            return nil
        }
    }
}
