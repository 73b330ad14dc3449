/// What a platform with threads says, as JSON.
enum Conversation {
    static let assistant =
        #"{"id":"a","object":"assistant","created_at":1,"name":"n","instructions":"i","tools_config":null}"#
    static let thread = #"{"id":"t","object":"thread","created_at":1,"metadata":{}}"#

    static func list(_ elements: String..., more: String = "") -> String {
        #"{"object":"list","data":[\#(elements.joined(separator: ","))]\#(more)}"#
    }

    static func message(_ id: String = "m", _ text: String = "Hi", role: String = "assistant") -> String {
        #"{"id":"\#(id)","object":"thread.message","created_at":1,"thread_id":"t","role":"\#(role)","#
            + #""content":[{"type":"text","text":{"value":"\#(text)","annotations":[]}}]}"#
    }

    static func run(_ status: String = "queued", more: String = "") -> String {
        #"{"id":"r","object":"thread.run","created_at":1,"thread_id":"t","assistant_id":"a","status":"\#(status)","#
            + #""model":"pixi"\#(more)}"#
    }

    static func completed(_ text: String = "Hi") -> String {
        run("completed", more: #","message":\#(message("m", text))"#)
    }
}
