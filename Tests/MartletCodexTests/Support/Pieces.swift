/// Ways to cut bytes into pieces.
enum Pieces: Sendable {
    case whole
    case single
    case random(seed: UInt64)

    /// Whole, byte by byte, and a few at random.
    static let all: [Pieces] = [.whole, .single, .random(seed: 1), .random(seed: 2), .random(seed: 3)]

    func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        switch self {
        case .whole: return [bytes[...]]
        case .single: return bytes.indices.map { bytes[$0...$0] }
        case .random(let seed):
            var generator = SeededGenerator(state: seed)
            var pieces: [ArraySlice<UInt8>] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...400, using: &generator)
                pieces.append(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            return pieces
        }
    }
}
