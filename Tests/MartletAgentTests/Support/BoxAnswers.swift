import MartletAPI
import MartletTesting

/// What a platform says in the tests of the checklist.
enum BoxAnswers {
    /// A whole answer.
    static func answer(_ text: String = "Hello!", usage: String? = nil) throws -> FaultResponse {
        let usage = usage.map { #","usage":\#($0)"# } ?? ""
        return .json(
            #"{"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","#
                + #""message":{"role":"assistant","content":\#(try JSONValue.string(text).jsonText())}}]\#(usage)}"#)
    }

    /// An answer with one call of a tool.
    static func toolCall(_ name: String, _ arguments: String = "{}") throws -> FaultResponse {
        .json(
            #"{"id":"1","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","#
                + #""content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"\#(name)","arguments":"#
                + #"\#(try JSONValue.string(arguments).jsonText())}}]}}]}"#)
    }

    /// A streamed answer, with a chunk for each text and one for the usage.
    static func stream(_ texts: [String], usage: String? = nil) throws -> FaultResponse {
        var events = try texts.map { text in
            #"data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"#
                + #"\#(try JSONValue.string(text).jsonText())}}]}"# + "\n\n"
        }
        events.append(#"data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n")
        if let usage { events.append(#"data: {"id":"1","choices":[],"usage":\#(usage)}"# + "\n\n") }
        return .eventStream(events + ["data: [DONE]\n\n"])
    }
}

extension FaultServer {
    /// The body of a request as JSON.
    func body(_ index: Int = 0) throws -> JSONValue { try JSONValue(json: requests[index].body) }
}
