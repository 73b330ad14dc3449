/// Splits output into lines at `\n`, whatever the pieces in which it comes.
///
/// A line that is longer than the limit is passed over up to its end, and what follows is read as usual; the parser of
/// `MartletWire` gives up there, for a stream with a gap is no answer. Here each line stands for itself.
struct OutputLines: Sendable {
    /// What a line turned out to be.
    enum Line: Hashable, Sendable {
        /// Without its line end, which may be `\r\n`. Not blank.
        case text([UInt8])
        /// Longer than the limit; this is how it begins.
        case tooLong(prefix: [UInt8])
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    /// Up to where ``buffer`` is known to hold no line end.
    private var scanned = 0
    /// The beginning of the line that is being passed over.
    private var skipped: [UInt8]?

    init(limit: Int) {
        self.limit = max(0, limit)
    }

    /// Adds output.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// The lines that are complete by now.
    mutating func next() -> [Line] {
        var lines: [Line] = []
        var start = 0
        while let end = buffer[max(scanned, start)...].firstIndex(of: UInt8(ascii: "\n")) {
            finish(buffer[start..<end], into: &lines)
            start = end + 1
            scanned = start
        }
        if skipped != nil {
            start = buffer.count
        } else if buffer.count - start > limit {
            skipped = Array(buffer[start...].prefix(Self.keptPrefix))
            start = buffer.count
        }
        if start > 0 { buffer.removeSubrange(..<start) }
        scanned = buffer.count
        return lines
    }

    /// The rest, at the end of the output: a line without its end, which may have been cut.
    mutating func finish() -> [Line] {
        var lines = next()
        if !buffer.isEmpty || skipped != nil { finish(buffer[...], into: &lines) }
        buffer = []
        scanned = 0
        return lines
    }

    private static let keptPrefix = 4_096

    private mutating func finish(_ line: ArraySlice<UInt8>, into lines: inout [Line]) {
        if let prefix = skipped {
            skipped = nil
            lines.append(.tooLong(prefix: prefix))
            return
        }
        var line = line
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        if line.count > limit {
            lines.append(.tooLong(prefix: Array(line.prefix(Self.keptPrefix))))
        } else if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            lines.append(.text(Array(line)))
        }
    }
}
