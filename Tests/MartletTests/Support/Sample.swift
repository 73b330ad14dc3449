import MartletAPI

/// Bodies and requests that many tests share.
enum Sample {
    static let key = "sk-proj-Zq7/x+Secret_0123456789"

    static let request = ChatCompletionRequest(model: "smollm2", messages: [.user("Hello!")])

    /// A complete answer.
    static func completion(_ text: String = "Hi") -> String {
        #"{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"smollm2","#
            + #""choices":[{"index":0,"message":{"role":"assistant","content":"\#(text)"},"finish_reason":"stop"}],"#
            + #""usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}"#
    }

    /// One chunk as JSON.
    static func chunk(_ text: String, finish: String? = nil, index: Int = 0) -> String {
        let reason = finish.map { "\"\($0)\"" } ?? "null"
        return #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"smollm2","#
            + #""choices":[{"index":\#(index),"delta":{"content":"\#(text)"},"finish_reason":\#(reason)}]}"#
    }

    /// One chunk as an event.
    static func event(_ text: String, finish: String? = nil, index: Int = 0) -> String {
        "data: \(chunk(text, finish: finish, index: index))\n\n"
    }

    static let done = "data: [DONE]\n\n"

    /// A complete stream, which says "Hello there."
    static let events = [event("Hel"), event("lo "), event("there."), event("", finish: "stop"), done]
    static let eventsText = "Hello there."
}
