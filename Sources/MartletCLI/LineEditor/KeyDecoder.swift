/// Makes keys of the bytes that a terminal in raw mode sends: UTF-8, control characters, and the escape sequences of
/// ECMA-48 that xterm and its kin use. No I/O.
struct KeyDecoder {
    private var pending: [UInt8] = []

    /// The keys that are complete with `bytes`.
    mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
        pending += bytes
        var keys: [Key] = []
        while !pending.isEmpty {
            guard let (key, count) = Self.first(of: pending) else { break }
            pending.removeFirst(count)
            keys.append(key)
        }
        return keys
    }

    private static func first(of bytes: [UInt8]) -> (Key, Int)? {
        switch bytes[0] {
        case 0x0D, 0x0A: return (.enter, 1)
        case 0x7F, 0x08: return (.backspace, 1)
        case 0x1B: return escapeSequence(bytes)
        case 0x01...0x1A: return (.control(Character(Unicode.Scalar(bytes[0] + 0x60))), 1)
        case 0x00...0x1F: return (.unknown, 1)
        default: return character(bytes)
        }
    }

    private static func character(_ bytes: [UInt8]) -> (Key, Int)? {
        let length =
            switch bytes[0] {
            case 0xC0...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF7: 4
            default: 1
            }
        guard bytes.count >= length else { return nil }
        let text = String(decoding: bytes.prefix(length), as: UTF8.self)
        return (text.first.map { .character($0) } ?? .unknown, length)
    }

    private static func escapeSequence(_ bytes: [UInt8]) -> (Key, Int)? {
        guard bytes.count >= 2 else { return nil }
        guard bytes[1] == UInt8(ascii: "[") || bytes[1] == UInt8(ascii: "O") else { return (.unknown, 2) }
        // Parameters, then one final byte.
        guard let end = bytes[2...].firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
        let parameters = String(decoding: bytes[2..<end], as: UTF8.self)
        let key: Key =
            switch (bytes[end], parameters) {
            case (UInt8(ascii: "A"), _): .up
            case (UInt8(ascii: "B"), _): .down
            case (UInt8(ascii: "C"), _): .right
            case (UInt8(ascii: "D"), _): .left
            case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): .home
            case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): .end
            case (UInt8(ascii: "~"), "3"): .delete
            default: .unknown
            }
        return (key, end + 1)
    }
}
