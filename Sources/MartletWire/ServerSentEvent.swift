/// One event of an event stream (`text/event-stream`), as
/// [WHATWG HTML 9.2.6](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)
/// dispatches it.
public struct ServerSentEvent: Hashable, Sendable {
    /// The value of the last `event` field; `"message"` when there was none, or an empty one.
    public var type: String

    /// The values of the `data` fields, joined with `\n`, without a newline at the end. Not checked to be UTF-8.
    ///
    /// Empty when the only field was `data:` without a value: the standard dispatches such an event, and a consumer
    /// that expects JSON skips it.
    ///
    /// For an event of one `data` line this is a window into the parser's receive buffer, made without a copy, so its
    /// indices do not start at 0 and it keeps that buffer alive. The bytes never change under it. To hold many events
    /// for a long time, store `Array(event.data)`.
    public var data: ArraySlice<UInt8>

    /// The value of the last `id` field of the stream, of this event or an earlier one; `""` when there was none.
    public var lastEventID: String

    /// Makes an event.
    /// - Parameters:
    ///   - type: the event's type, `"message"` by default.
    ///   - data: the event's bytes, normally UTF-8.
    ///   - lastEventID: the last event id of the stream, `""` by default.
    public init(type: String = "message", data: ArraySlice<UInt8>, lastEventID: String = "") {
        self.type = type
        self.data = data
        self.lastEventID = lastEventID
    }

    /// ``data`` decoded as UTF-8. Invalid sequences become U+FFFD, as in the standard's "UTF-8 decode".
    public var text: String { String(decoding: data, as: UTF8.self) }
}
