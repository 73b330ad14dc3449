import MartletAPI

/// Puts items into a thread's history. Items of a kind that Codex does not know are swallowed without a word.
struct InjectItemsCall: RPCCall {
    typealias Answer = EmptyAnswer
    var threadID: CodexThreadID
    /// Items as the Responses API has them.
    var items: [JSONValue]

    var method: String { "thread/inject_items" }
    var params: JSONObject { ["threadId": .string(threadID.rawValue), "items": .array(items)] }
}
