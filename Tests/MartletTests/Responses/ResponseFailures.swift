import Testing

/// A body that is or holds an error, which says that the model is on fire.
struct ResponseFailures: CustomTestStringConvertible {
    var name: String
    var body: String
    var contentType = "text/event-stream"
    var testDescription: String { name }

    init(_ name: String, _ body: String, contentType: String = "text/event-stream") {
        self.name = name
        self.body = body
        self.contentType = contentType
    }

    private static let begun = ResponseSample.created + ResponseSample.delta("Hel")

    static let all = [
        Self("a failed response", begun + ResponseSample.event("response.failed", failed)),
        Self("a failed response first", ResponseSample.event("response.failed", failed)),
        Self(
            "a failed response without the event's name", begun + "data: {\"type\":\"response.failed\",\(failed)}\n\n"),
        Self(
            "an error event",
            begun + ResponseSample.event("error", #""code":"x","message":"the model is on fire","param":null"#)),
        Self(
            "an error event first", ResponseSample.event("error", #""code":null,"message":"the model is on fire""#)),
        Self(
            "an error event with an object",
            begun + ResponseSample.event("error", #""error":{"type":"t","message":"the model is on fire"}"#)),
        Self("an error event in words", begun + "event: error\ndata: the model is on fire\n\n"),
        Self(
            "an error event without a type",
            begun + "event: error\ndata: {\"message\":\"the model is on fire\"}\n\n"),
        Self("a bare error object", begun + "data: {\"error\":{\"message\":\"the model is on fire\"}}\n\n"),
        Self("an error as text", "data: {\"error\":\"the model is on fire\"}\n\n"),
        Self(
            "an error object, then done",
            "data: {\"error\":{\"message\":\"the model is on fire\",\"code\":500}}\n\ndata: [DONE]\n\n"),
        Self("the inside of an error", "data: {\"code\":500,\"message\":\"the model is on fire\"}\n\n"),
        Self("FastAPI's detail", "data: {\"detail\":\"the model is on fire\"}\n\n"),
        Self(
            "an error field (older llama.cpp)",
            begun + "error: {\"code\":500,\"message\":\"the model is on fire\"}\n\n"),
        Self(
            "an error field, then done",
            begun + "error: {\"code\":500,\"message\":\"the model is on fire\"}\n\ndata: [DONE]\n\n"),
        Self("a bare line of JSON behind events", begun + "{\"error\":{\"message\":\"the model is on fire\"}}\n"),
        Self("one JSON error", "{\"error\":{\"message\":\"the model is on fire\"}}", contentType: "application/json"),
        Self(
            "an array (Gemini)", "[{\"error\":{\"message\":\"the model is on fire\"}}]", contentType: "application/json"
        ),
        Self(
            "one failed response",
            ResponseSample.response(
                "", status: "failed", output: "", more: #","error":{"code":"x","message":"the model is on fire"}"#),
            contentType: "application/json"),
        Self("a web page", "<html><title>the model is on fire</title></html>", contentType: "text/html"),
        Self("text that is neither", "data: the model is on fire\n\n"),
    ]

    private static let failed =
        #""response":{"id":"resp_1","status":"failed","error":{"code":"x","message":"the model is on fire"}}"#
}
