import MartletAPI

/// Any request, for methods that are not modelled.
struct RPCRawCall: RPCCall {
    typealias Answer = JSONValue
    var method: String
    var params: JSONObject
}
