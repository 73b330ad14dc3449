/// An incremental parser of event streams (`text/event-stream`).
///
/// It does no I/O: give it bytes as they arrive with ``append(_:)``, cut anywhere, and take events with ``next()``
/// until that returns `nil`. At the end of the input call ``finish()``.
///
/// ```swift
/// var parser = ServerSentEventParser()
/// for try await chunk in body {
///     parser.append(contentsOf: chunk)
///     while let event = try parser.next() { handle(event) }
/// }
/// if let event = try parser.finish() { handle(event) }
/// ```
///
/// The rules are those of
/// [WHATWG HTML 9.2.6](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation),
/// quoted where they are implemented, with one deliberate difference, described at ``finish()``. The events do not
/// depend on where the input was cut. A line that ends with CR is complete at once; an LF after it, even in a later
/// buffer, belongs to it.
///
/// Memory: at most about twice the limits plus what was appended and not yet taken. Time is linear in the input.
///
/// A value type: a copy continues on its own.
public struct ServerSentEventParser: Sendable {
    /// Bounds on what one stream may make the parser hold.
    public struct Limits: Hashable, Sendable {
        /// The longest line, in bytes without its line end. 64 MiB by default: an image as base64 is one line.
        /// A negative number counts as 0.
        public var lineBytes: Int

        /// The most data of one event, in bytes, all its `data` lines joined. 64 MiB by default. A negative number
        /// counts as 0.
        public var eventBytes: Int

        /// Makes limits, 64 MiB each by default.
        public init(lineBytes: Int = 64 << 20, eventBytes: Int = 64 << 20) {
            self.lineBytes = lineBytes
            self.eventBytes = eventBytes
        }
    }

    var buffer: LineBuffer
    var data = EventData()
    /// The standard's "event type buffer".
    var eventType = ""
    /// The last event type decoded, to reuse the string: most events of a stream have the type of the one before.
    var previousType = ""
    /// The standard's "last event ID buffer", when it differs from the last event ID string.
    var pendingID: String?
    /// The value of the last `id` field that a blank line followed; `""` when there was none.
    ///
    /// This is what a reconnecting client sends as `Last-Event-ID`. ``finish()`` does not change it, because the event
    /// it returns may have been cut short; that event's own ``ServerSentEvent/lastEventID`` has the new value.
    public internal(set) var lastEventID = ""
    /// The last valid `retry` field, in milliseconds; `nil` when there was none. Numbers that do not fit are ignored.
    public internal(set) var retryMilliseconds: Int?
    /// How many comment lines were read; wraps around. Servers send comments as keep-alive, so a change of this number
    /// is a sign of life although ``next()`` returns no event.
    public internal(set) var commentCount = 0
    let eventBytes: Int
    private var failure: WireError?

    /// Makes a parser for one stream.
    /// - Parameter limits: bounds; see ``Limits`` for the defaults.
    public init(limits: Limits = .init()) {
        buffer = LineBuffer(lineEnd: .lineFeedOrCarriageReturn, lineBytes: max(0, limits.lineBytes))
        eventBytes = max(0, limits.eventBytes)
    }

    /// True when bytes of an unfinished line or fields of an unfinished event are held. Call it after ``next()``
    /// returned `nil`; before, it is also true for events not yet taken.
    public var hasPendingBytes: Bool {
        buffer.hasUnreadBytes || data.lineCount > 0 || !eventType.isEmpty || pendingID != nil
    }

    /// Adds received bytes; they are copied. Ignored after ``finish()`` and after an error.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let moved = buffer.append(bytes, keeping: data.firstNeededOffset)
        data.moveBack(by: moved)
    }

    /// Adds received bytes; they are copied. Ignored after ``finish()`` and after an error. Fast for sequences with
    /// contiguous storage, such as arrays, slices, `Data` and `ByteBufferView`.
    @inlinable
    public mutating func append(contentsOf bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        if isDone == nil {
            Array(bytes).withUnsafeBytes { append($0) }
        }
    }

    /// The next complete event, or `nil` when more bytes are needed.
    ///
    /// - Throws: ``WireError/Code/lineTooLong`` or ``WireError/Code/eventTooLong`` when a limit is exceeded, after the
    ///   events before that place. The parser then drops what it holds, and every further call throws the same error.
    ///   Malformed input is never an error: the standard ignores what it does not know.
    public mutating func next() throws(WireError) -> ServerSentEvent? {
        if let failure { throw failure }
        do {
            while let line = try buffer.nextLine() {
                // "If the line is empty (a blank line): Dispatch the event, as defined below."
                if line.range.isEmpty {
                    lastEventID = takeID()
                    if let event = dispatch(lastEventID: lastEventID) { return event }
                } else {
                    try process(line)
                }
            }
        } catch {
            failure = error
            close()
            throw error
        }
        guard buffer.isAtEnd else { return nil }
        let event = dispatch(lastEventID: takeID())
        close()
        return event
    }

    /// Ends the input and returns the event that no blank line followed, if it has data; else `nil`.
    ///
    /// The standard says "Once the end of the file is reached, any pending data must be discarded." Many servers omit
    /// the last blank line, so here the event is kept. It may have been cut short, however: check that its data is
    /// complete. Of a last line without a line end only `data` is used; half an `id` or `retry` would be a wrong one.
    ///
    /// Call ``next()`` until it returns `nil` before. Events not taken by then are not lost: `finish()` returns the
    /// first of them and ``next()`` the others. Afterwards ``next()`` returns `nil`.
    /// - Throws: as ``next()``.
    public mutating func finish() throws(WireError) -> ServerSentEvent? {
        buffer.markEnd()
        return try next()
    }

    private mutating func close() {
        buffer.close()
        data.removeAll()
        eventType = ""
        pendingID = nil
    }
}
