/// Cuts what a process writes into lines.
///
/// A line that is too long is dropped up to its end, and the next one is read as if nothing had been: one monstrous
/// message does not end the conversation. Lines do not depend on where the input was cut. Time is linear in the input.
struct LineCutter: Sendable {
    /// The longest line, in bytes without its end.
    let maximumLineBytes: Int
    /// How many lines were dropped because they were too long.
    private(set) var droppedLines = 0
    private var partial: [UInt8] = []
    private var isDropping = false

    /// - Parameter maximumLineBytes: Default 16 MiB.
    init(maximumLineBytes: Int = 16 << 20) {
        self.maximumLineBytes = max(1, maximumLineBytes)
    }

    /// Takes in some bytes.
    ///
    /// - Returns: The lines they complete, without their ends (LF or CR LF). Lines of white space are left out.
    mutating func append(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            keep(bytes[start..<end])
            if let line = takeLine() { lines.append(line) }
            start = end + 1
        }
        keep(bytes[start...])
        return lines
    }

    /// What is left when the process has ended: a line without an end, which may be cut off.
    mutating func finish() -> [UInt8]? { takeLine() }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard !isDropping else { return }
        guard partial.count + bytes.count <= maximumLineBytes else {
            isDropping = true
            partial = []
            return
        }
        partial.append(contentsOf: bytes)
    }

    private mutating func takeLine() -> [UInt8]? {
        if isDropping {
            isDropping = false
            droppedLines += 1
            return nil
        }
        var line = partial
        // A long line's memory is not kept for the short ones that follow.
        partial = []
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } ? nil : line
    }
}
