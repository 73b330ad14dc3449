/// Cuts what a process writes into lines and keeps the last ones.
///
/// Bounded: a line is cut at a length (what follows is dropped up to its end), and only so many lines are kept.
struct LogTail: Sendable {
    private let maximumLines: Int
    private let maximumLineBytes: Int
    /// Replaced wherever it turns up in a line.
    private let secret: String?
    private var partial: [UInt8] = []
    /// The last complete lines, oldest first.
    private(set) var lines: [String] = []

    init(maximumLines: Int, maximumLineBytes: Int = 4096, secret: String? = nil) {
        self.maximumLines = max(1, maximumLines)
        self.maximumLineBytes = max(1, maximumLineBytes)
        self.secret = secret
    }

    /// Takes in some bytes.
    ///
    /// - Returns: The lines they complete, without their ends. Empty ones are left out; bytes that aren't UTF-8 are
    ///   repaired.
    mutating func append(_ bytes: some Sequence<UInt8>) -> [String] {
        var completed: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if let line = endLine() { completed.append(line) }
            } else if partial.count < maximumLineBytes {
                partial.append(byte)
            }
        }
        return completed
    }

    /// Takes what is left as a line, because nothing follows.
    ///
    /// - Returns: The line, if there is one.
    mutating func finish() -> String? {
        endLine()
    }

    private mutating func endLine() -> String? {
        defer { partial.removeAll(keepingCapacity: true) }
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        guard !partial.isEmpty else { return nil }
        var line = String(decoding: partial, as: UTF8.self)
        if let secret, !secret.isEmpty { line = line.replacing(secret, with: "<key>") }
        lines.append(line)
        if lines.count > maximumLines { lines.removeFirst() }
        return line
    }
}
