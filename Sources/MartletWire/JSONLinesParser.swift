/// An incremental parser of newline-delimited JSON: one JSON text in each line, as Ollama and some proxies send it
/// instead of an event stream.
///
/// It does no I/O and does not read the JSON: give it bytes as they arrive with ``append(_:)``, cut anywhere, take
/// lines with ``next()`` until that returns `nil`, and at the end of the input call ``finish()``.
///
/// Rules, after [JSON Lines](https://jsonlines.org): "Line Separator is '\n'", and "'\r\n' is also supported because
/// surrounding white space is implicitly ignored when parsing JSON values", so a CR before the LF is removed and any
/// other CR is part of the line. Lines that are empty or hold only spaces, tabs and CRs are skipped. A byte-order mark
/// at the start is skipped (RFC 8259 section 8.1: parsers "MAY ignore the presence of a byte order mark").
///
/// The lines do not depend on where the input was cut. Memory: at most about twice the limit plus what was appended
/// and not yet taken. Time is linear in the input. A value type: a copy continues on its own.
public struct JSONLinesParser: Sendable {
    /// Bounds on what one stream may make the parser hold.
    public struct Limits: Hashable, Sendable {
        /// The longest line, in bytes without its line end. 64 MiB by default. A negative number counts as 0.
        public var lineBytes: Int

        /// Makes limits, 64 MiB by default.
        public init(lineBytes: Int = 64 << 20) {
            self.lineBytes = lineBytes
        }
    }

    private var buffer: LineBuffer
    private var failure: WireError?

    /// Makes a parser for one stream.
    /// - Parameter limits: bounds; see ``Limits`` for the defaults.
    public init(limits: Limits = .init()) {
        buffer = LineBuffer(lineEnd: .lineFeed, lineBytes: max(0, limits.lineBytes))
    }

    /// True when bytes of an unfinished line are held. Call it after ``next()`` returned `nil`; before, it is also true
    /// for lines not yet taken.
    public var hasPendingBytes: Bool { buffer.hasUnreadBytes }

    /// Adds received bytes; they are copied. Ignored after ``finish()`` and after an error.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        _ = buffer.append(bytes)
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

    /// The next complete line that is not blank, without its line end, or `nil` when more bytes are needed.
    ///
    /// The slice is a window into the parser's receive buffer, made without a copy: its indices do not start at 0 and
    /// it keeps that buffer alive. The bytes never change under it. To hold many lines for a long time, copy them.
    ///
    /// - Throws: ``WireError/Code/lineTooLong`` when the limit is exceeded, after the lines before that place. The
    ///   parser then drops what it holds, and every further call throws the same error. Bytes that are not JSON are
    ///   not an error here.
    public mutating func next() throws(WireError) -> ArraySlice<UInt8>? {
        if let failure { throw failure }
        do {
            while let line = try buffer.nextLine() {
                let text = buffer.bytes[line.range]
                if !Self.isBlank(text) { return text }
            }
        } catch {
            failure = error
            buffer.close()
            throw error
        }
        if buffer.isAtEnd { buffer.close() }
        return nil
    }

    /// Ends the input and returns the last line when it has no line end and is not blank; else `nil`. The line may have
    /// been cut short: check that it is complete JSON.
    ///
    /// Call ``next()`` until it returns `nil` before. Lines not taken by then are not lost: `finish()` returns the
    /// first of them and ``next()`` the others. Afterwards ``next()`` returns `nil`.
    /// - Throws: as ``next()``.
    public mutating func finish() throws(WireError) -> ArraySlice<UInt8>? {
        buffer.markEnd()
        return try next()
    }

    /// Only JSON's insignificant white space: space, tab, CR (an LF cannot occur).
    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
}
