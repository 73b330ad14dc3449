/// Finds stop sequences in text that comes in pieces, wherever it is cut.
///
/// What may be the beginning of a sequence is held back until it is clear. Works on bytes: two texts that look the same
/// but are encoded differently are different.
struct StopScanner: Sendable {
    private let sequences: [[UInt8]]
    private var held: [UInt8] = []

    /// Empty sequences stand for nothing and are passed over.
    init(_ sequences: [String]) {
        self.sequences = sequences.map { Array($0.utf8) }.filter { !$0.isEmpty }
    }

    /// Adds a piece.
    ///
    /// - Returns: The text that can be handed out, and whether it ends because a sequence follows.
    mutating func add(_ text: String) -> (text: String, isStopped: Bool) {
        if sequences.isEmpty { return (text, false) }
        var bytes = held
        bytes.append(contentsOf: text.utf8)
        for start in bytes.indices {
            let rest = bytes[start...]
            // Of several sequences at one place any will do: the text ends there.
            if sequences.contains(where: { rest.starts(with: $0) }) {
                held = []
                return (String(decoding: bytes[..<start], as: UTF8.self), true)
            }
            if sequences.contains(where: { $0.starts(with: rest) }) {
                held = Array(rest)
                return (String(decoding: bytes[..<start], as: UTF8.self), false)
            }
        }
        held = []
        return (String(decoding: bytes, as: UTF8.self), false)
    }

    /// What is held back, at the end of the text: no sequence.
    mutating func finish() -> String {
        defer { held = [] }
        return String(decoding: held, as: UTF8.self)
    }
}
