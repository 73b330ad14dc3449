/// Walks through the bytes of a GGUF file in one bounded window.
///
/// Memory is the window and what ``readText(count:)`` is asked to keep; a length in the file never decides how much is
/// allocated before it has been held against the size of the file and a limit.
struct GGUFReader<Source: GGUFSource> {
    /// How many bytes are read from the source at a time.
    private static var windowBytes: Int { 64 * 1024 }

    private let source: Source
    /// The first byte that may not be read: the end of the file, or of the header we allow.
    private let end: UInt64
    private let endIsLimit: Bool
    private var window: [UInt8] = []
    private var windowStart: UInt64 = 0
    /// The position of the next byte.
    private(set) var offset: UInt64 = 0

    init(source: Source, maximumBytes: UInt64) {
        let size = source.size
        self.source = source
        self.end = min(size, maximumBytes)
        self.endIsLimit = maximumBytes < size
    }

    /// Moves to a position.
    ///
    /// - Throws: ``GGUFError`` if it lies beyond the end.
    mutating func seek(to position: UInt64) throws(GGUFError) {
        guard position <= end else { throw pastTheEnd() }
        offset = position
    }

    /// Moves over bytes without reading them.
    ///
    /// - Throws: ``GGUFError`` if there are fewer.
    mutating func skip(_ count: UInt64) throws(GGUFError) {
        guard count <= end - offset else { throw pastTheEnd() }
        offset += count
    }

    /// Reads a little-endian integer.
    ///
    /// - Throws: ``GGUFError`` if the file ends first.
    mutating func readInteger<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(GGUFError) -> Value {
        let width = Value.bitWidth / 8
        try fill(width)
        let start = Int(offset - windowStart)
        var value: Value = 0
        for index in (0..<width).reversed() {
            value = (width == 1 ? 0 : value << 8) | Value(truncatingIfNeeded: window[start + index])
        }
        offset += UInt64(width)
        return value
    }

    /// Reads bytes as text; what isn't UTF-8 is repaired.
    ///
    /// - Parameter count: How many bytes; the caller has held it against a limit.
    /// - Throws: ``GGUFError`` if the file ends first.
    mutating func readText(count: UInt64) throws(GGUFError) -> String {
        guard count <= end - offset else { throw pastTheEnd() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(count))
        var rest = Int(count)
        while rest > 0 {
            let piece = min(rest, Self.windowBytes)
            try fill(piece)
            let start = Int(offset - windowStart)
            bytes.append(contentsOf: window[start..<start + piece])
            offset += UInt64(piece)
            rest -= piece
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An error at the position of the next byte.
    func error(_ code: GGUFError.Code, _ message: String) -> GGUFError {
        GGUFError(code: code, message: message, offset: offset)
    }

    /// Makes the next `count` bytes available in the window. `count` is at most ``windowBytes``.
    private mutating func fill(_ count: Int) throws(GGUFError) {
        guard UInt64(count) <= end - offset else { throw pastTheEnd() }
        if offset >= windowStart, offset - windowStart + UInt64(count) <= UInt64(window.count) { return }
        let wanted = Int(min(UInt64(Self.windowBytes), end - offset))
        var bytes = [UInt8](repeating: 0, count: wanted)
        var got = 0
        while got < wanted {
            let position = offset + UInt64(got)
            // A result, because `withUnsafeMutableBytes` doesn't carry the type of what its closure throws.
            let read = try bytes.withUnsafeMutableBytes { buffer in
                Result { () throws(GGUFError) in
                    try source.read(at: position, into: UnsafeMutableRawBufferPointer(rebasing: buffer[got...]))
                }
            }.get()
            if read == 0 { break }
            got += read
        }
        // The file has become shorter since it was opened.
        guard got >= count else { throw error(.truncated, "The file ends in the middle of its header.") }
        bytes.removeLast(wanted - got)
        window = bytes
        windowStart = offset
    }

    private func pastTheEnd() -> GGUFError {
        endIsLimit
            ? error(.tooLarge, "The header is longer than the \(end) bytes we read.")
            : error(.truncated, "The file ends in the middle of its header.")
    }
}
