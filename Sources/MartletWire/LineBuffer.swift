/// Received bytes, handed out line by line: the part the parsers of this module share.
///
/// One contiguous array with a read position. Offsets given out stay right until the next ``append(_:keeping:)``,
/// which returns by how much they moved.
struct LineBuffer: Sendable {
    /// A line, without its line end, as offsets into ``LineBuffer/bytes``.
    struct Line {
        var range: Range<Int>
        /// False only for what was left at the end of the input.
        var isTerminated: Bool
    }

    /// Read lines, then the unread rest.
    private(set) var bytes: [UInt8] = []
    /// Where the first line not yet handed out starts.
    private(set) var lineStart = 0
    /// Up to where that line is known to hold no line end. Without it, a long line fed in small pieces would be
    /// searched from its start for each piece.
    private var scanned = 0
    private let lineEnd: ByteScan.LineEnd
    private let lineBytes: Int
    /// The first bytes may still turn out to be a byte-order mark.
    private var isAtStart = true
    /// The last line ended with a CR that was the last byte received; an LF that follows belongs to it.
    private var skipsLineFeed = false
    /// No more bytes will come.
    private(set) var isAtEnd = false

    init(lineEnd: ByteScan.LineEnd, lineBytes: Int) {
        self.lineEnd = lineEnd
        self.lineBytes = lineBytes
    }

    var hasUnreadBytes: Bool { lineStart < bytes.count }

    mutating func markEnd() {
        isAtEnd = true
    }

    /// Drops everything and accepts no more.
    mutating func close() {
        bytes = []
        lineStart = 0
        scanned = 0
        isAtEnd = true
    }

    /// The next line, or `nil` when its end has not been received.
    mutating func nextLine() throws(WireError) -> Line? {
        if isAtStart || skipsLineFeed {
            guard settleStart() else { return nil }
        }
        let from = scanned
        let kind = lineEnd
        let found = bytes.withUnsafeBytes { ByteScan.firstLineEnd(in: $0, from: from, of: kind) }
        guard let end = found else { return try rest() }
        let start = lineStart
        var next = end &+ 1
        var contentEnd = end
        if lineEnd == .lineFeed {
            if end > start, bytes[end &- 1] == ByteScan.carriageReturn { contentEnd &-= 1 }
        } else if bytes[end] == ByteScan.carriageReturn {
            // The line is complete with its CR: waiting to see whether an LF follows would hold back the event until
            // the server's next write.
            if next == bytes.count {
                skipsLineFeed = true
            } else if bytes[next] == ByteScan.lineFeed {
                next &+= 1
            }
        }
        lineStart = next
        scanned = next
        if contentEnd &- start > lineBytes { throw lineTooLong }
        return Line(range: start..<contentEnd, isTerminated: true)
    }
}

extension LineBuffer {
    /// The unterminated rest: a line at the end of the input, else `nil`. Refuses it once it is too long.
    private mutating func rest() throws(WireError) -> Line? {
        scanned = bytes.count
        var end = bytes.count
        // A CR that an LF may follow is not content yet. At the end of the input it is taken for a cut CR LF.
        if lineEnd == .lineFeed, end > lineStart, bytes[end &- 1] == ByteScan.carriageReturn { end &-= 1 }
        if end &- lineStart > lineBytes { throw lineTooLong }
        guard isAtEnd, hasUnreadBytes else { return nil }
        let line = Line(range: lineStart..<end, isTerminated: false)
        lineStart = bytes.count
        return line
    }

    /// Skips a byte-order mark at the start of the input and the LF of a CR LF that was cut in two. False when more
    /// bytes are needed to tell.
    private mutating func settleStart() -> Bool {
        if skipsLineFeed, hasUnreadBytes {
            skipsLineFeed = false
            if bytes[lineStart] == ByteScan.lineFeed { lineStart &+= 1 }
            scanned = lineStart
        }
        if isAtStart {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let start = bytes.prefix(mark.count)
            if start.count < mark.count, !isAtEnd, mark.starts(with: start) { return false }
            isAtStart = false
            // "The UTF-8 decode algorithm strips one leading UTF-8 Byte Order Mark (BOM), if any."
            if start.elementsEqual(mark) { lineStart = mark.count }
            scanned = lineStart
        }
        return true
    }

    private var lineTooLong: WireError {
        WireError(
            code: .lineTooLong,
            message: "A line is longer than allowed. Raise the limit lineBytes if the server is trusted.",
            limit: lineBytes
        )
    }
}

extension LineBuffer {
    /// Adds received bytes, first reusing the room of bytes that are no longer needed.
    ///
    /// - Parameters:
    ///   - new: the bytes; copied.
    ///   - needed: the offset of the first byte still needed, at most ``lineStart``; `nil` means ``lineStart``.
    /// - Returns: by how much every offset into ``bytes`` became smaller.
    mutating func append(_ new: UnsafeRawBufferPointer, keeping needed: Int? = nil) -> Int {
        guard !isAtEnd, !new.isEmpty else { return 0 }
        let removed = dropConsumed(before: needed ?? lineStart, incoming: new.count)
        bytes.append(contentsOf: new)
        return removed
    }

    /// Bytes below which a buffer is never worth giving back.
    private static var smallCapacity: Int { 4096 }

    /// Moves what is still needed to the front when that pays, in amortised constant time for each byte: at most as
    /// many bytes are moved as have been consumed since the last move.
    ///
    /// A slice given out with an event may share the array. Every change below goes through `Array`, which then makes
    /// its own copy; the event's bytes stay as they were.
    private mutating func dropConsumed(before needed: Int, incoming: Int) -> Int {
        let kept = bytes.count - needed
        guard needed > 0, needed >= kept else { return 0 }
        let capacity = bytes.capacity
        if capacity > Self.smallCapacity, kept + incoming < capacity / 4 {
            // After a very long line the array would stay that large, and so would each event that shares it.
            var fresh: [UInt8] = []
            fresh.reserveCapacity(kept + incoming)
            fresh.append(contentsOf: bytes[needed...])
            bytes = fresh
        } else if kept == 0 {
            bytes.removeAll(keepingCapacity: true)
        } else {
            bytes.removeSubrange(..<needed)
        }
        moveBack(by: needed)
        return needed
    }

    /// After the first `offset` bytes were removed.
    private mutating func moveBack(by offset: Int) {
        lineStart -= offset
        scanned -= offset
    }
}
