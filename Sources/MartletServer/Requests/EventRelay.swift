import MartletAPI
import MartletWire
import NIOCore

/// Hands the bytes of an event stream on, whole events at a time and otherwise untouched, and sees to its end. No I/O.
///
/// Holding an unfinished event back means that whatever happens to the engine, what the client has is whole events: an
/// error can follow at any time and is read as what it is.
struct EventRelay {
    /// How the engine's stream stands.
    private enum Ending {
        case open, finished, failed, done
    }

    /// How large one event may be before its pieces are passed on unfinished.
    static let defaultEventLimit = 64 << 20
    /// How large a progress event may be; a larger one is none.
    private static let progressLimit = 64 << 10

    private let eventLimit: Int
    /// The beginning of an event whose end has not come; known to hold no end of an event.
    private var held = ByteBuffer()
    /// The latest bytes with data that went out, to tell how the stream ended.
    private var latest = ByteBuffer()
    private var beforeLatest = ByteBuffer()
    private var dropsProgress = true
    /// Whether what went out last is a piece of an event that was too large to be held.
    private var isInsideEvent = false

    init(eventLimit: Int = Self.defaultEventLimit) {
        self.eventLimit = eventLimit
    }

    /// The bytes to pass on now; nil when there are none.
    mutating func relay(_ piece: ByteBuffer) -> ByteBuffer? {
        var bytes = piece
        let searched = held.readableBytes
        if searched > 0 {
            bytes = held
            held = ByteBuffer()
            bytes.writeImmutableBuffer(piece)
        }
        guard dropsProgress else { return passOn(&bytes, searched: searched) }
        var comments = takeProgress(from: &bytes, searched: searched)
        // While there is no event but progress, there is no end of one in what is left.
        let events = passOn(&bytes, searched: dropsProgress ? bytes.readableBytes + 1 : 0)
        guard comments.readableBytes > 0 else { return events }
        if let events { comments.writeImmutableBuffer(events) }
        return comments
    }

    /// Takes the whole events from the front of the bytes, and keeps the rest.
    ///
    /// - Parameter searched: How many bytes at the front are known to hold no end of an event.
    private mutating func passOn(_ bytes: inout ByteBuffer, searched: Int) -> ByteBuffer? {
        if let end = Self.endOfLastEvent(bytes, from: searched), let whole = bytes.readSlice(length: end) {
            held = bytes
            isInsideEvent = false
            remember(whole)
            return whole
        }
        guard bytes.readableBytes > eventLimit else {
            held = bytes
            return nil
        }
        isInsideEvent = true
        dropsProgress = false
        remember(bytes)
        return bytes
    }

    private mutating func remember(_ bytes: ByteBuffer) {
        // A sign of life behind the last chunk must not push it out.
        if bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) == UInt8(ascii: ":"), !Self.contains(bytes, "data") {
            return
        }
        beforeLatest = latest
        latest = bytes
    }

    // MARK: The ends of events

    /// Whether the first `end` bytes end with a blank line, which ends an event. "Lines must be separated by either a
    /// U+000D CARRIAGE RETURN U+000A LINE FEED (CRLF) character pair, a single U+000A LINE FEED (LF) character, or a
    /// single U+000D CARRIAGE RETURN (CR) character."
    private static func isEndOfEvent(_ bytes: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        let lineFeed = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        var start = end - 1
        switch bytes[start] {
        case lineFeed:
            if start > 0, bytes[start - 1] == carriageReturn { start -= 1 }
            return start > 0 && (bytes[start - 1] == lineFeed || bytes[start - 1] == carriageReturn)
        case carriageReturn:
            guard start > 0 else { return false }
            // Behind an LF it is most likely the first half of a CRLF.
            if end == bytes.count { return bytes[start - 1] == carriageReturn }
            return bytes[end] != lineFeed && (bytes[start - 1] == lineFeed || bytes[start - 1] == carriageReturn)
        default: return false
        }
    }

    /// How far the bytes reach to the end of their last event.
    private static func endOfLastEvent(_ bytes: ByteBuffer, from searched: Int) -> Int? {
        bytes.withUnsafeReadableBytes { bytes in
            var end = bytes.count
            let first = max(2, searched)
            while end >= first {
                // Next to every byte of a long event is above both line ends.
                if bytes[end - 1] <= UInt8(ascii: "\r"), isEndOfEvent(bytes, end) { return end }
                end -= 1
            }
            return nil
        }
    }

    /// How far the bytes reach to the end of their first event.
    private static func endOfFirstEvent(_ bytes: ByteBuffer, from searched: Int) -> Int? {
        bytes.withUnsafeReadableBytes { bytes in
            var end = max(2, searched)
            while end <= bytes.count {
                if bytes[end - 1] <= UInt8(ascii: "\r"), isEndOfEvent(bytes, end) { return end }
                end += 1
            }
            return nil
        }
    }

    // MARK: Progress

    /// Takes llama.cpp's progress events out, which come before the first chunk of the answer and which no client asked
    /// for. A comment takes the place of each: a sign of life that every parser passes over.
    ///
    /// - Returns: What goes out before the events that are left.
    private mutating func takeProgress(from bytes: inout ByteBuffer, searched: Int) -> ByteBuffer {
        var comments = ByteBuffer()
        var searched = searched
        while let end = Self.endOfFirstEvent(bytes, from: searched),
            let event = bytes.getSlice(at: bytes.readerIndex, length: end)
        {
            if end <= Self.progressLimit, Self.contains(event, "\"prompt_progress\"") {
                // No blank line behind it: some old parsers make an empty event of that.
                comments.writeString(": reading the prompt\n")
            } else if Self.contains(event, "data") {
                dropsProgress = false
                return comments
            } else {
                comments.writeImmutableBuffer(event)
            }
            bytes.moveReaderIndex(forwardBy: end)
            searched = 0
        }
        return comments
    }

    // MARK: The end of the stream

    /// What to send when the engine's bytes have ended in an orderly way.
    mutating func finish() -> ByteBuffer? {
        var end = takeLastEvent()
        switch ending {
        case .done, .failed: break
        case .finished: end.writeBytes(ServerSentEventEncoder.done)
        case .open:
            end.writeBytes(
                Self.event(
                    ErrorBody(
                        message: "The engine ended before the answer was complete.", type: "server_error",
                        code: "answer_truncated")))
        }
        return end.readableBytes > 0 ? end : nil
    }

    /// What to send when the engine failed.
    func fail(_ error: ErrorBody) -> ByteBuffer {
        var bytes = ByteBuffer()
        if isInsideEvent { bytes.writeString("\n\n") }
        bytes.writeBytes(Self.event(error))
        return bytes
    }

    /// The last event, if only its blank line is missing. Half an event is let go: its client could not read it.
    private mutating func takeLastEvent() -> ByteBuffer {
        var last = held
        held = ByteBuffer()
        guard isInsideEvent || Self.isWhole(last) else { return ByteBuffer() }
        last.writeString("\n\n")
        isInsideEvent = false
        remember(last)
        return last
    }

    private static func isWhole(_ bytes: ByteBuffer) -> Bool {
        let events = events(in: [bytes])
        return !events.isEmpty && events.allSatisfy { isDone($0) || (try? JSONValue(json: $0.data)) != nil }
    }

    private static func event(_ error: ErrorBody) -> [UInt8] {
        var writer = JSONWriter()
        error.write(to: &writer)
        var bytes: [UInt8] = []
        ServerSentEventEncoder.encode(data: writer.bytes, into: &bytes)
        return bytes
    }

    /// How the stream ended, by its last events.
    private var ending: Ending {
        let events = Self.events(in: [beforeLatest, latest])
        if events.contains(where: Self.isDone) { return .done }
        for event in events.reversed() {
            guard let chunk = try? ChatCompletionChunk(json: event.data) else { continue }
            if let error = chunk.additionalProperties["error"], error != .null { return .failed }
            if chunk.choices.contains(where: { $0.finishReason != nil }) { return .finished }
            if chunk.choices.isEmpty, let usage = chunk.usage, usage != CompletionUsage() { return .finished }
        }
        return .open
    }

    private static func events(in pieces: [ByteBuffer]) -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for bytes in pieces { bytes.withUnsafeReadableBytes { parser.append($0) } }
        while let event = try? parser.next() { events.append(event) }
        if let event = try? parser.finish() { events.append(event) }
        return events
    }

    private static func isDone(_ event: ServerSentEvent) -> Bool {
        event.data.elementsEqual("[DONE]".utf8)
    }

    private static func contains(_ bytes: ByteBuffer, _ text: StaticString) -> Bool {
        bytes.withUnsafeReadableBytes { bytes in
            let count = text.utf8CodeUnitCount
            guard bytes.count >= count else { return false }
            let first = text.utf8Start[0]
            for start in 0...(bytes.count - count) where bytes[start] == first {
                if (1..<count).allSatisfy({ bytes[start + $0] == text.utf8Start[$0] }) { return true }
            }
            return false
        }
    }
}
