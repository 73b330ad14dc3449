import MartletAPI

/// Bodies and requests of the Responses API that many tests share.
enum ResponseSample {
    static let request = ResponseRequest(model: "smollm2", input: "Hello!")

    /// A response as JSON.
    ///
    /// - Parameters:
    ///   - output: The items; a message that says `text` when nil.
    ///   - more: Further members, each after a comma.
    static func response(
        _ text: String = "Hi", status: String = "completed", id: String = "resp_1", output: String? = nil,
        more: String = ""
    ) -> String {
        #"{"id":"\#(id)","object":"response","created_at":1700000000,"status":"\#(status)","model":"smollm2","output":["#
            + (output ?? message(text)) + #"],"usage":{"input_tokens":9,"output_tokens":2,"total_tokens":11}\#(more)}"#
    }

    static func message(_ text: String) -> String {
        #"{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","#
            + #""text":"\#(text)","annotations":[]}]}"#
    }

    static func call(_ id: String, _ name: String, _ arguments: String = "{}") -> String {
        #"{"id":"fc_\#(id)","type":"function_call","status":"completed","call_id":"\#(id)","name":"\#(name)","#
            + #""arguments":"\#(arguments)"}"#
    }

    /// One event, complete with its name and blank line.
    ///
    /// - Parameter members: What follows the type, without a comma before it.
    static func event(_ type: String, _ members: String) -> String {
        "event: \(type)\ndata: {\"type\":\"\(type)\",\(members)}\n\n"
    }

    static let created = event(
        "response.created",
        #""sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress"}"#)

    static func delta(_ text: String, number: Int = 1) -> String {
        event(
            "response.output_text.delta",
            #""sequence_number":\#(number),"item_id":"msg_1","output_index":0,"content_index":0,"delta":"\#(text)""#)
    }

    static func completed(_ text: String) -> String {
        event("response.completed", #""response":\#(response(text))"#)
    }

    /// A complete stream, which says "Hello there."
    static let events = [
        created,
        event(
            "response.output_item.added",
            #""output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","content":[]}"#),
        delta("Hel"), delta("lo ", number: 2), delta("there.", number: 3), completed("Hello there."),
    ]
    static let eventsText = "Hello there."
}
