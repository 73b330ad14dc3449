import MartletAPI

extension SplitMix64 {
    /// A random value of at most `depth` levels.
    mutating func value(depth: Int = 4) -> JSONValue {
        switch below(depth > 0 ? 8 : 6) {
        case 0: .null
        case 1: .bool(below(2) == 0)
        case 2: .integer(integer())
        case 3: .number(double())
        case 4, 5: .string(string())
        case 6: .array((0..<below(5)).map { _ in value(depth: depth - 1) })
        default: .object(JSONObject((0..<below(6)).map { _ in (key: string(), value: value(depth: depth - 1)) }))
        }
    }

    /// An integer of any magnitude.
    mutating func integer() -> Int { Int(bitPattern: UInt(next())) >> below(64) }

    /// A finite double: of any bit pattern, or one of the kind that people write.
    mutating func double() -> Double {
        if below(2) == 0 { return Double(integer() % 100_000) / 100 }
        while true {
            let double = Double(bitPattern: next())
            if double.isFinite { return double }
        }
    }

    /// A short string of characters that are easy, need escapes, or take two, three or four bytes.
    mutating func string() -> String {
        let characters: [Character] = [
            "a", "b", "z", " ", "0", "\"", "\\", "/", "\n", "\t", "\r", "\u{0}", "\u{1F}", "\u{7F}", "é", "ß", "漢",
            "\u{2028}",
            "\u{FFFD}", "😀", "👩‍👩‍👧",
        ]
        return String((0..<below(20)).map { _ in characters[below(characters.count)] })
    }

    /// The bytes with one to four random changes: bits, bytes, and pieces deleted, repeated and moved.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let interesting =
            Array(#"{}[]",:\/u0123456789eE+-.truefalsn "#.utf8) + [0, 9, 10, 0x1F, 0x7F, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]
        for _ in 0...below(4) where !bytes.isEmpty {
            let place = below(bytes.count)
            let length = min(1 + below(12), bytes.count - place)
            switch below(7) {
            case 0: bytes[place] ^= 1 << UInt8(below(8))
            case 1: bytes[place] = interesting[below(interesting.count)]
            case 2: bytes.insert(interesting[below(interesting.count)], at: place)
            case 3: bytes.removeSubrange(place..<(place + length))
            case 4: bytes.insert(contentsOf: bytes[place..<(place + length)], at: below(bytes.count))
            case 5: bytes.replaceSubrange(place..<(place + length), with: value(depth: 1).text.utf8)
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }
}

extension JSONValue {
    /// The value's JSON text; empty for NaN and infinities, of which tests have none.
    var text: String { (try? jsonText()) ?? "" }
}
