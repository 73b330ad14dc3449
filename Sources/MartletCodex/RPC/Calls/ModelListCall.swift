import MartletAPI

/// Asks for one page of the models that Codex knows.
struct ModelListCall: RPCCall {
    var includesHidden = false
    var limit: Int?
    var cursor: String?

    var method: String { "model/list" }
    var params: JSONObject {
        var params: JSONObject = [:]
        if includesHidden { params["includeHidden"] = true }
        params["limit"] = limit.map { .integer($0) }
        params["cursor"] = cursor.map { .string($0) }
        return params
    }

    struct Answer: RPCAnswer, Hashable {
        var models: [CodexModel]
        /// For the next page; nil on the last one.
        var nextCursor: String?

        init(result: JSONValue) throws(JSONError) {
            guard let data = result["data"]?.arrayValue else {
                throw JSONError(code: .missingField, message: "'data' is required")
            }
            models = data.compactMap { CodexModel($0) }
            nextCursor = result["nextCursor"]?.stringValue
        }
    }
}
