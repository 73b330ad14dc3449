extension FaultResponse {
    /// A JSON body with its length.
    ///
    /// - Parameters:
    ///   - text: The body, sent as it is; it need not be JSON.
    ///   - status: The status code.
    ///   - headers: Further fields. A `Content-Type` among them replaces `application/json`.
    public static func json(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> FaultResponse {
        .text(text, status: status, contentType: "application/json", headers: headers)
    }

    /// A text body with its length.
    ///
    /// - Parameters:
    ///   - text: The body.
    ///   - status: The status code.
    ///   - contentType: The value of `Content-Type`, unless `headers` have one.
    ///   - headers: Further fields.
    public static func text(
        _ text: String,
        status: Int = 200,
        contentType: String = "text/plain; charset=utf-8",
        headers: [(String, String)] = []
    ) -> FaultResponse {
        FaultResponse(
            status: status,
            headers: withContentType(contentType, headers),
            steps: text.isEmpty ? [] : [.bytes(Array(text.utf8))]
        )
    }

    /// A chunked `text/event-stream`, one chunk for each event.
    ///
    /// - Parameters:
    ///   - events: The text of each event, complete with its blank line: `"data: 1\n\n"`.
    ///   - headers: Further fields. A `Content-Type` among them replaces `text/event-stream`.
    ///   - then: What to do after the events and before the body's end: ``Step/silence``, ``Step/reset``, …
    public static func eventStream(
        _ events: [String],
        headers: [(String, String)] = [],
        then: [Step] = []
    ) -> FaultResponse {
        FaultResponse(
            headers: withContentType("text/event-stream", headers),
            framing: .chunked,
            steps: events.map { .bytes(Array($0.utf8)) } + then
        )
    }

    /// Closes the connection without a byte of response.
    public static func refuse() -> FaultResponse {
        FaultResponse(framing: .raw, steps: [.close], keepAlive: false)
    }

    private static func withContentType(_ type: String, _ headers: [(String, String)]) -> [(String, String)] {
        if headers.contains(where: { isSameHeaderName($0.0, "content-type") }) { return headers }
        return [("Content-Type", type)] + headers
    }
}
