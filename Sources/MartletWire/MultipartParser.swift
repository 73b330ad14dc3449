/// An incremental parser of forms (`multipart/form-data`), for bodies that are never held as a whole.
///
/// It does no I/O: give it bytes as they arrive with ``append(_:)``, cut anywhere, and take events with ``next()``
/// until that returns `nil`. At the end of the input call ``finish()``.
///
/// ```swift
/// var parser = try MultipartParser(boundary: boundary)
/// for try await chunk in body {
///     parser.append(contentsOf: chunk)
///     while let event = try parser.next() { handle(event) }
/// }
/// var event = try parser.finish()
/// while let last = event {
///     handle(last)
///     event = try parser.next()
/// }
/// ```
///
/// The rules are those of [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578) and, for the framing,
/// [RFC 2046 section 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1), quoted where they are implemented.
/// What is before the first boundary and behind the last one is skipped. A form whose first boundary line ends with a
/// bare LF has bare LFs for all its line ends; in any other, a bare LF in front of a boundary is data.
///
/// The events do not depend on where the input was cut, but for the pieces in which the bytes of a part come. Memory: at
/// most about twice the limits plus what was appended and not yet taken. Time is linear in the input.
///
/// A value type: a copy continues on its own.
public struct MultipartParser: Sendable {
    /// Bounds on what one form may make the parser hold.
    public struct Limits: Hashable, Sendable {
        /// The longest boundary, in bytes. 70 by default: "1 to 70 characters".
        public var boundaryBytes: Int
        /// The most bytes in the header of one part, with its line ends. 16 KiB by default.
        public var headerBytes: Int
        /// The most parts. 128 by default.
        public var parts: Int

        /// Makes limits; see the properties for the defaults.
        public init(boundaryBytes: Int = 70, headerBytes: Int = 16 << 10, parts: Int = 128) {
            self.boundaryBytes = boundaryBytes
            self.headerBytes = headerBytes
            self.parts = parts
        }
    }

    /// What is found in a form.
    public enum Event: Hashable, Sendable {
        /// A part begins.
        case partBegan(MultipartPartHead)
        /// Bytes of the part, never none. A window into the receive buffer, made without a copy: its indices do not
        /// start at 0, and it keeps that buffer alive. The bytes never change under it.
        case bytes(ArraySlice<UInt8>)
        /// The part is complete.
        case partEnded
        /// The form is complete; comes once.
        case ended
    }

    private enum State: Hashable {
        case preamble, header, body, ending, epilogue
    }

    /// What was received and is not handed out yet, from ``position`` on.
    var bytes: [UInt8] = []
    /// The first byte that is not handed out.
    var position = 0
    /// Up to where the search for a line end has come.
    private var scanned = 0
    /// Two hyphens and the boundary.
    let delimiter: [UInt8]
    /// No more bytes will come.
    var isAtEnd = false
    /// Whether a line ends with CR LF, as it should, and not with LF.
    private var usesCarriageReturns = true
    /// Whether a boundary may stand at ``position`` without a line end before it.
    private var isAtLineStart = true
    private var state = State.preamble
    private var header = MultipartHeader()
    private var partCount = 0
    private var failure: WireError?
    private let limits: Limits

    /// Makes a parser for one form.
    ///
    /// - Parameters:
    ///   - boundary: What stands between the parts, without the two hyphens; see ``boundary(inContentType:)``.
    ///   - limits: Bounds; see ``Limits`` for the defaults.
    /// - Throws: ``WireError/Code/invalidBoundary``.
    public init(boundary: String, limits: Limits = .init()) throws(WireError) {
        let bytes = Array(boundary.utf8)
        // "Boundary delimiters must not appear within the encapsulated material, and must be no longer than 70
        // characters, not counting the two leading hyphens."
        guard !bytes.isEmpty, bytes.count <= limits.boundaryBytes else {
            throw WireError(
                code: .invalidBoundary,
                message: "The boundary of a form must have 1 to \(limits.boundaryBytes) bytes, not \(bytes.count).")
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), bytes.last != 0x20 else {
            throw WireError(
                code: .invalidBoundary,
                message: "The boundary of a form must not hold control characters, or end with a space.")
        }
        delimiter = [0x2D, 0x2D] + bytes
        self.limits = limits
    }

    /// The boundary that the value of a `Content-Type` field names; nil when there is none.
    public static func boundary(inContentType value: String) -> String? {
        HeaderParameters(value)["boundary"]
    }

    /// Adds received bytes; they are copied. Ignored after ``finish()`` and after an error.
    public mutating func append(_ new: UnsafeRawBufferPointer) {
        guard !isAtEnd, failure == nil, !new.isEmpty else { return }
        dropConsumed()
        bytes.append(contentsOf: new)
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

    /// The next event, or `nil` when more bytes are needed, or when all has been said.
    ///
    /// - Throws: ``WireError/Code/headerTooLong``, ``WireError/Code/malformedHeader`` or
    ///   ``WireError/Code/tooManyParts``; after ``finish()`` ``WireError/Code/truncatedForm`` when the last boundary never
    ///   came. The parser then drops what it holds, and every further call throws the same error.
    public mutating func next() throws(WireError) -> Event? {
        if let failure { throw failure }
        do throws(WireError) {
            if let event = try step() { return event }
            guard isAtEnd, state != .epilogue else { return nil }
            throw WireError(
                code: .truncatedForm, message: "The form ends before its last boundary. Send it again, whole.")
        } catch {
            failure = error
            bytes = []
            position = 0
            throw error
        }
    }

    /// Ends the input. Returns the first of the events that only now are certain; ``next()`` returns the others.
    ///
    /// - Throws: as ``next()``.
    public mutating func finish() throws(WireError) -> Event? {
        isAtEnd = true
        return try next()
    }
}

extension MultipartParser {
    /// The next event of the state that the parser is in; nil when more bytes are needed.
    private mutating func step() throws(WireError) -> Event? {
        while true {
            switch state {
            case .preamble: guard skipPreamble() else { return nil }
            case .header:
                guard let head = try readHeader() else { return nil }
                state = .body
                isAtLineStart = true
                scanned = position
                return .partBegan(head)
            case .body: return readBody()
            case .ending:
                state = .epilogue
                return .ended
            case .epilogue:
                position = bytes.count
                return nil
            }
        }
    }

    /// "There appears to be room for additional information prior to the first boundary delimiter line … implementations
    /// must ignore anything that appears before the first boundary delimiter line".
    ///
    /// - Returns: Whether the first boundary is found.
    private mutating func skipPreamble() -> Bool {
        while true {
            if isAtLineStart {
                switch delimiterLine(at: position) {
                case .undecided: return false
                case .none: isAtLineStart = false
                case .found(let line):
                    usesCarriageReturns = line.hasCarriageReturn
                    pass(line)
                    return true
                }
            }
            guard let lineFeed = firstLineFeed(from: position) else {
                position = bytes.count
                return false
            }
            position = lineFeed + 1
            isAtLineStart = true
        }
    }

    private mutating func pass(_ line: DelimiterLine) {
        position = line.end
        scanned = line.end
        header = MultipartHeader()
        state = line.isLast ? .ending : .header
    }

    /// The whole header of a part; nil when more bytes are needed.
    private mutating func readHeader() throws(WireError) -> MultipartPartHead? {
        while true {
            guard let lineFeed = firstLineFeed(from: scanned) else {
                scanned = bytes.count
                try checkHeader(header.count + bytes.count - position)
                return nil
            }
            let next = lineFeed + 1
            header.count += next - position
            try checkHeader(header.count)
            var end = lineFeed
            if end > position, bytes[end - 1] == ByteScan.carriageReturn { end -= 1 }
            let line = bytes[position..<end]
            position = next
            scanned = next
            if line.isEmpty {
                partCount += 1
                guard partCount <= limits.parts else {
                    throw WireError(
                        code: .tooManyParts, message: "The form has more parts than the limit of \(limits.parts).")
                }
                return MultipartPartHead(fields: header.fields)
            }
            try header.add(line)
        }
    }

    private func checkHeader(_ count: Int) throws(WireError) {
        guard count > limits.headerBytes else { return }
        throw WireError(
            code: .headerTooLong,
            message: "The header of a part of the form is longer than allowed. Shorten the names in it.",
            limit: limits.headerBytes)
    }

    /// The bytes of a part up to what may be its end, or that end; nil when more bytes are needed.
    private mutating func readBody() -> Event? {
        if isAtLineStart {
            // Some writers leave out the line end of an empty part.
            switch delimiterLine(at: position) {
            case .undecided: return nil
            case .none: isAtLineStart = false
            case .found(let line):
                pass(line)
                return .partEnded
            }
        }
        var from = scanned
        while let lineFeed = firstLineFeed(from: from) {
            // "The CRLF preceding the boundary delimiter line is conceptually attached to the boundary".
            let start = usesCarriageReturns ? lineFeed - 1 : lineFeed
            if usesCarriageReturns, start < position || bytes[start] != ByteScan.carriageReturn {
                from = lineFeed + 1
                continue
            }
            switch delimiterLine(at: lineFeed + 1) {
            case .none: from = lineFeed + 1
            case .undecided:
                return bytes(upTo: start)
            case .found(let line):
                if start > position { return bytes(upTo: start) }
                pass(line)
                return .partEnded
            }
        }
        var end = bytes.count
        // A CR that an LF may follow is not data yet.
        if usesCarriageReturns, !isAtEnd, end > position, bytes[end - 1] == ByteScan.carriageReturn { end -= 1 }
        return bytes(upTo: end)
    }

    private mutating func bytes(upTo end: Int) -> Event? {
        scanned = end
        guard end > position else { return nil }
        defer { position = end }
        return .bytes(bytes[position..<end])
    }

    /// Makes room, in amortised constant time for each byte: at most as many bytes are moved as have been consumed
    /// since the last move. A slice that was given out keeps its own copy.
    private mutating func dropConsumed() {
        let kept = bytes.count - position
        guard position > 0, position >= kept else { return }
        scanned = max(0, scanned - position)
        if kept == 0 { bytes.removeAll(keepingCapacity: true) } else { bytes.removeSubrange(..<position) }
        position = 0
    }
}
