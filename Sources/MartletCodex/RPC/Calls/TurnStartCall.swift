import MartletAPI

/// Starts a turn. Never while another turn of the thread runs: the two would be merged, and the id in the answer would
/// be that of a turn which never starts.
struct TurnStartCall: RPCCall {
    var threadID: CodexThreadID
    /// Empty when the thread's history says everything.
    var input: [TurnInput]
    var model: ModelID?
    var effort: String?
    /// `auto`, `concise`, `detailed` or `none`.
    var summary: String?
    /// A JSON schema that the last message follows. Codex always asks for strictness.
    var outputSchema: JSONValue?

    var method: String { "turn/start" }
    var params: JSONObject {
        var params: JSONObject = [
            "threadId": .string(threadID.rawValue), "input": .array(input.map(\.json)),
        ]
        params["model"] = model.map { .string($0.rawValue) }
        params["effort"] = effort.map { .string($0) }
        params["summary"] = summary.map { .string($0) }
        params["outputSchema"] = outputSchema
        return params
    }

    struct Answer: RPCAnswer, Hashable {
        var turnID: CodexTurnID

        init(result: JSONValue) throws(JSONError) {
            guard let id = result["turn"]?["id"]?.stringValue, !id.isEmpty else {
                throw JSONError(code: .missingField, message: "'turn.id' is required")
            }
            turnID = CodexTurnID(rawValue: id)
        }
    }
}
