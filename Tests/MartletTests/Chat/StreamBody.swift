import Testing

/// A streamed body as some server sends it, and what it says.
struct StreamBody: CustomTestStringConvertible {
    var name: String
    var contentType = "text/event-stream"
    var bytes: [UInt8]
    /// The text of the first choice.
    var text: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, contentType: String = "text/event-stream", says: String) {
        self.name = name
        self.contentType = contentType
        bytes = Array(text.utf8)
        self.text = says
    }

    static let openAI = Self("OpenAI", Sample.events.joined(), says: Sample.eventsText)

    static let all = [
        openAI,
        Self(
            "CR LF, no spaces, comments, multi-byte characters",
            ": ping\r\n\r\n"
                + ["Grüße ", "漢字", "🦊👍🏽"].map { "data:\(Sample.chunk($0))\r\n\r\n: ping\r\n\r\n" }.joined()
                + "data:[DONE]\r\n\r\n",
            says: "Grüße 漢字🦊👍🏽"),
        Self(
            "Azure: a chunk with filter results first, escapes, usage last",
            #"data: {"choices":[],"prompt_filter_results":[{"prompt_index":0}]}"# + "\n\n"
                + Sample.event(#"\u00e9\ud83e\udd8a\n"#) + Sample.event("", finish: "stop")
                + #"data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
                + "\n\n" + Sample.done,
            says: "é🦊\n"),
        Self(
            "named events, ids, a retry and an unknown event",
            "retry: 10\nid: 1\nevent: message\n" + Sample.event("a") + "event: ping\ndata: {\"type\":\"ping\"}\n\n"
                + "event: keepalive\n\nevent: weird\ndata: no JSON\n\n" + Sample.event("b", finish: "length"),
            says: "ab"),
        Self(
            "OpenRouter: comments while it waits, and one in mid-way",
            ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n" + Sample.event("Hi")
                + ": OPENROUTER PROCESSING\n\n"
                + Sample.event(" you", finish: "stop") + Sample.done,
            says: "Hi you"),
        Self(
            "Gemini through a proxy: CR LF, no [DONE], usage with every chunk",
            ["Hi", " you"].map { text in
                let reason = text == "Hi" ? "null" : #""stop""#
                return
                    #"data: {"choices":[{"delta":{"content":"\#(text)","role":"assistant"},"finish_reason":\#(reason),"#
                    + #""index":0}],"created":1,"model":"gemini","object":"chat.completion.chunk","#
                    + #""usage":{"completion_tokens":1,"prompt_tokens":2,"total_tokens":3}}"# + "\r\n\r\n"
            }.joined(),
            says: "Hi you"),
        Self(
            "llama-server: progress before the first chunk",
            #"data: {"choices":[{"finish_reason":null,"index":0,"delta":{}}],"prompt_progress":{"total":9,"processed":4}}"#
                + "\n\n" + Sample.event("a") + Sample.event("b", finish: "stop") + Sample.done,
            says: "ab"),
        Self(
            "no blank line at the end", Sample.event("a") + "data: " + Sample.chunk("b", finish: "stop"), says: "ab"),
        Self(
            "JSON lines as plain text", Sample.chunk("a") + "\n" + Sample.chunk("b", finish: "stop") + "\n",
            contentType: "text/plain", says: "ab"),
        Self(
            "JSON lines with a byte-order mark and no last line end",
            "\u{FEFF}\n" + Sample.chunk("a") + "\r\n\r\n" + Sample.chunk("é🦊", finish: "stop"),
            contentType: "application/x-ndjson", says: "aé🦊"),
        Self(
            "events as plain text behind blank lines", "\n \n\n" + Sample.event("a", finish: "stop"),
            contentType: "text/plain; charset=utf-8", says: "a"),
        Self(
            "events as JSON", Sample.event("a") + Sample.event("b", finish: "stop"), contentType: "application/json",
            says: "ab"),
        Self(
            "one object", Sample.completion("all at once"), contentType: "application/json; charset=utf-8",
            says: "all at once"),
        Self(
            "one object over many lines",
            Sample.completion("all at once").split(separator: ",").joined(separator: ",\n  "),
            contentType: "application/json", says: "all at once"),
    ]

    /// Bodies that are or hold an error. The text is what the error must say.
    static let failing = [
        Self(
            "an error first",
            #"data: {"error":{"message":"the model is on fire","type":"server_error","code":500}}"# + "\n\n",
            says: "the model is on fire"),
        Self(
            "an error in mid-way",
            Sample.event("Hel") + #"data: {"error":{"message":"the model is on fire"}}"# + "\n\n" + Sample.done,
            says: "the model is on fire"),
        Self(
            "an error event",
            Sample.event("Hel") + "event: error\ndata: {\"message\":\"the model is on fire\"}\n\n",
            says: "the model is on fire"),
        Self(
            "an error event in words", "event: error\ndata: the model is on fire\n\n", says: "the model is on fire"),
        Self(
            "an error as text", #"data: {"error":"the model is on fire"}"# + "\n\n", says: "the model is on fire"),
        Self(
            "an object of the type error",
            #"data: {"type":"error","error":{"type":"overloaded_error","message":"the model is on fire"}}"# + "\n\n",
            says: "the model is on fire"),
        Self(
            "an error in a chunk (OpenRouter)",
            #"data: {"id":"c","object":"chat.completion.chunk","error":{"code":502,"message":"the model is on fire"},"#
                + #""choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}"# + "\n\n",
            says: "the model is on fire"),
        Self(
            "an error in a choice",
            #"data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"error","#
                + #""error":{"code":502,"message":"the model is on fire"}}]}"# + "\n\n",
            says: "the model is on fire"),
        Self(
            "an error field (older llama.cpp)",
            Sample.event("Hel") + #"error: {"code":500,"message":"the model is on fire","type":"server_error"}"#
                + "\n\n",
            says: "the model is on fire"),
        Self(
            "an error field, then done",
            #"error: {"code":500,"message":"the model is on fire","type":"server_error"}"# + "\n\n" + Sample.done,
            says: "the model is on fire"),
        Self(
            "a bare line of JSON behind events",
            Sample.event("Hel") + #"{"error":{"message":"the model is on fire"}}"# + "\n",
            says: "the model is on fire"),
        Self(
            "bare JSON in an event stream", #"{"error":{"message":"the model is on fire"}}"#,
            says: "the model is on fire"),
        Self(
            "bare JSON over many lines",
            "{\n  \"error\": {\n    \"message\": \"the model is on fire\"\n  }\n}\n", contentType: "text/plain",
            says: "the model is on fire"),
        Self(
            "no error object around the message",
            #"data: {"code":500,"message":"the model is on fire","type":"server_error"}"# + "\n\n",
            says: "the model is on fire"),
        Self(
            "FastAPI's detail", #"data: {"detail":"the model is on fire"}"# + "\n\n", says: "the model is on fire"),
        Self(
            "an array (Gemini)", #"[{"error":{"code":503,"message":"the model is on fire"}}]"#,
            contentType: "application/json", says: "the model is on fire"),
        Self(
            "an object with null choices", #"{"error":{"message":"the model is on fire"},"choices":null}"#,
            contentType: "application/json", says: "the model is on fire"),
        Self(
            "a web page", "<!DOCTYPE html>\n<html><head><title>the model\n is on fire</title></head></html>",
            contentType: "text/html", says: "the model is on fire"),
        Self(
            "a web page that calls itself an event stream", "<html><title>the model is on fire</title></html>",
            says: "the model is on fire"),
        Self(
            "text that is neither", "data: the model is on fire\n\n", says: "the model is on fire"),
    ]
}
