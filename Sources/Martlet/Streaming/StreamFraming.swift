import MartletWire
import NIOCore

/// Cuts the body of a streamed answer into messages, in whatever framing the server chose. No I/O.
///
/// Content types are not to be trusted (event streams come as `text/plain` and as JSON, errors come as event streams), so
/// that the first byte which is not white space decides: `{` and `[` begin JSON, `<` a web page, anything else events.
/// JSON is lines of JSON if its first line is complete, else one value. The messages do not depend on how the bytes were
/// cut into buffers.
struct StreamFraming: Sendable {
    /// One message: an event, a line, or the whole body.
    struct Message {
        /// The event's type; `message` unless the server named another.
        var type = "message"
        var data: ArraySlice<UInt8>
    }

    private enum Kind: Sendable {
        /// Not known before the first byte that is not white space; what came until then, from the last line end on.
        case undecided([UInt8])
        case events(ServerSentEventParser)
        case lines(JSONLinesParser)
        /// JSON whose first line has not ended yet, or is no value of its own.
        case value([UInt8], mayBeLines: Bool)
        /// HTML, as much of it as is worth showing.
        case page([UInt8])
        /// A kind that is being worked on, so that nothing of it is copied.
        case lent
    }

    /// How large an answer may be that is one value instead of a stream.
    private static let valueLimit = 64 << 20
    /// How much of a web page is looked at.
    private static let pageLimit = 16 << 10
    /// How much of the end of an event stream is kept to look for errors that are no events.
    private static let tailLimit = 8 << 10

    private let isDeclaredAsLines: Bool
    private var kind = Kind.undecided([])
    private var isAtStart = true
    private var bodyHasEnded = false
    /// The last bytes of an event stream, between one and two times ``tailLimit`` of them.
    private var tail: [UInt8] = []
    private var tailBeginsInLine = false

    init(contentType: String) {
        let type = contentType.lowercased()
        isDeclaredAsLines = ["ndjson", "jsonl", "json-lines", "json-seq"].contains { type.contains($0) }
    }

    /// Whether the body is a web page, all of it or enough to show is here, and ``next()`` delivers that.
    var isPage: Bool {
        if case .page = kind { true } else { false }
    }

    mutating func append(_ buffer: ByteBuffer) throws(MartletError) {
        switch kind {
        case .events(var parser):
            kind = .lent
            buffer.withUnsafeReadableBytes { bytes in
                parser.append(bytes)
                keepTail(bytes)
            }
            kind = .events(parser)
        case .lines(var parser):
            kind = .lent
            buffer.withUnsafeReadableBytes { parser.append($0) }
            kind = .lines(parser)
        case .value(var bytes, let mayBeLines):
            kind = .lent
            guard bytes.count + buffer.readableBytes <= Self.valueLimit else {
                throw MartletError.responseTooLarge(limit: Self.valueLimit)
            }
            let searched = bytes.count
            bytes += buffer.readableBytesView
            kind = mayBeLines ? Self.linesOrValue(bytes, searched: searched) : .value(bytes, mayBeLines: false)
        case .page(var bytes):
            kind = .lent
            bytes += buffer.readableBytesView.prefix(Self.pageLimit - bytes.count)
            kind = .page(bytes)
        case .undecided(var bytes):
            kind = .lent
            bytes += buffer.readableBytesView
            decide(bytes)
        case .lent: break
        }
    }

    /// Says that the body has ended, so that ``next()`` delivers what an unfinished line holds.
    mutating func finish() {
        bodyHasEnded = true
        // Half a byte-order mark was all there is.
        if case .undecided(let bytes) = kind, !bytes.isEmpty { decide(bytes) }
    }

    /// The next message; nil when more bytes are needed, and at the end.
    mutating func next() throws(WireError) -> Message? {
        switch kind {
        case .events(var parser):
            kind = .lent
            defer { kind = .events(parser) }
            var event = try parser.next()
            if event == nil, bodyHasEnded { event = try parser.finish() }
            return event.map { Message(type: $0.type, data: $0.data) }
        case .lines(var parser):
            kind = .lent
            defer { kind = .lines(parser) }
            var line = try parser.next()
            if line == nil, bodyHasEnded { line = try parser.finish() }
            return line.map { Message(data: $0) }
        case .value(let bytes, _):
            guard bodyHasEnded, !bytes.isEmpty else { return nil }
            kind = .value([], mayBeLines: false)
            return Message(data: bytes[...])
        case .page(let bytes):
            guard bodyHasEnded || bytes.count >= Self.pageLimit, !bytes.isEmpty else { return nil }
            kind = .page([])
            return Message(data: bytes[...])
        case .undecided, .lent: return nil
        }
    }

    // MARK: The decision

    private mutating func decide(_ received: [UInt8]) {
        var bytes = received[...]
        if isAtStart {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            if bytes.count < mark.count, mark.starts(with: bytes), !bodyHasEnded {
                kind = .undecided(received)
                return
            }
            isAtStart = false
            if bytes.starts(with: mark) { bytes = bytes.dropFirst(mark.count) }
        }
        let first = bytes.firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        // Lines of white space say nothing in any framing. What stands before the first byte on its own line does.
        let blank = bytes[..<(first ?? bytes.endIndex)]
        if let end = blank.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) { bytes = bytes[(end + 1)...] }
        guard let first else {
            // White space without end, as a sign of life, is not collected; how much of it began a line does not matter.
            kind = .undecided(Array(bytes.prefix(1)))
            return
        }
        if bytes.startIndex < first { bytes = [bytes[bytes.startIndex]] + bytes[first...] }
        switch received[first] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): kind = Self.linesOrValue(Array(bytes), searched: 0)
        case UInt8(ascii: "<"): kind = .page(Array(bytes.prefix(Self.pageLimit)))
        default: kind = isDeclaredAsLines ? Self.lines(Array(bytes)) : events(bytes)
        }
    }

    private mutating func events(_ bytes: ArraySlice<UInt8>) -> Kind {
        var parser = ServerSentEventParser()
        bytes.withUnsafeBytes { bytes in
            parser.append(bytes)
            keepTail(bytes)
        }
        return .events(parser)
    }

    private static func lines(_ bytes: [UInt8]) -> Kind {
        var parser = JSONLinesParser()
        bytes.withUnsafeBytes { parser.append($0) }
        return .lines(parser)
    }

    /// Lines, when the first line of `bytes` is a value; one value when it is not; undecided while it has no end.
    private static func linesOrValue(_ bytes: [UInt8], searched: Int) -> Kind {
        guard let end = bytes[searched...].firstIndex(of: 0x0A) else { return .value(bytes, mayBeLines: true) }
        return JSONText.isComplete(bytes[..<end]) ? lines(bytes) : .value(bytes, mayBeLines: false)
    }

    private mutating func keepTail(_ bytes: UnsafeRawBufferPointer) {
        tail.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[max(0, bytes.count - Self.tailLimit)...]))
        guard tail.count > 2 * Self.tailLimit else { return }
        tail.removeFirst(tail.count - Self.tailLimit)
        tailBeginsInLine = true
    }

    /// The last lines of an event stream that are not blank, those of them that are here whole.
    var lastLines: some Sequence<ArraySlice<UInt8>> {
        let lines = tail.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        return tailBeginsInLine ? lines.dropFirst() : lines[...]
    }
}
