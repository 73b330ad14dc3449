/// The characters of a JSON string of which more may come, behind its opening quote.
struct PartialJSONString: Sendable {
    /// What a byte did.
    enum Step: Hashable {
        case more
        /// The closing quote.
        case end
        /// It cannot stand there.
        case invalid(String)
    }

    private enum Place {
        case characters
        case backslash
        /// In the digits of a `\u` escape.
        case digits(count: Int, unit: UInt32)
    }

    /// The characters in UTF-8, which may be cut and need not be valid.
    private var bytes: [UInt8] = []
    private var place = Place.characters
    /// The first half of a surrogate pair whose second half may come.
    private var firstHalf: UInt32?

    /// The characters that are certain.
    var text: String { String(decoding: bytes.dropLast(incompleteCount), as: UTF8.self) }

    /// The characters when nothing follows.
    var wholeText: String { String(decoding: bytes, as: UTF8.self) }

    /// Reads bytes up to a quote or a backslash, unless an escape is open, and says how many.
    mutating func takeCharacters(_ next: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        guard case .characters = place else { return 0 }
        let characters = next.prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        guard !characters.isEmpty else { return 0 }
        endPair()
        bytes.append(contentsOf: characters)
        return characters.count
    }

    /// Reads one byte.
    mutating func take(_ byte: UInt8) -> Step {
        switch place {
        case .characters:
            switch byte {
            case UInt8(ascii: "\""):
                endPair()
                return .end
            case UInt8(ascii: "\\"): place = .backslash
            default: put(byte)
            }
        case .backslash:
            switch byte {
            case UInt8(ascii: "u"): place = .digits(count: 0, unit: 0)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): put(byte)
            case UInt8(ascii: "b"): put(0x08)
            case UInt8(ascii: "f"): put(0x0C)
            case UInt8(ascii: "n"): put(0x0A)
            case UInt8(ascii: "r"): put(0x0D)
            case UInt8(ascii: "t"): put(0x09)
            default: return .invalid("unknown escape in a string")
            }
        case .digits(let count, let unit):
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                return .invalid("a \\u escape needs four hexadecimal digits")
            }
            let unit = unit << 4 | UInt32(digit)
            if count == 3 { put(unit: unit) } else { place = .digits(count: count + 1, unit: unit) }
        }
        return .more
    }

    private mutating func put(_ byte: UInt8) {
        endPair()
        bytes.append(byte)
        place = .characters
    }

    /// Takes what a `\u` escape stands for. A lone half of a pair is U+FFFD, as it is to ``JSONReader``.
    ///
    /// RFC 8259 section 7: "To escape an extended character that is not in the Basic Multilingual Plane, the character is
    /// represented as a 12-character sequence, encoding the UTF-16 surrogate pair."
    private mutating func put(unit: UInt32) {
        place = .characters
        if let first = firstHalf, unit & 0xFC00 == 0xDC00 {
            firstHalf = nil
            put(Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + unit & 0x3FF))
            return
        }
        endPair()
        if unit & 0xFC00 == 0xD800 { firstHalf = unit } else { put(Unicode.Scalar(unit)) }
    }

    private mutating func put(_ scalar: Unicode.Scalar?) {
        bytes += UTF8.encode(scalar ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
    }

    /// Gives up on the second half of a pair.
    private mutating func endPair() {
        guard firstHalf != nil else { return }
        firstHalf = nil
        put(nil)
    }

    /// How many bytes at the end begin a character that is not complete.
    private var incompleteCount: Int {
        for (index, byte) in bytes.suffix(3).reversed().enumerated() {
            switch byte {
            case 0x80...0xBF: continue
            case 0xC2...0xDF where index < 1, 0xE0...0xEF where index < 2, 0xF0...0xF4 where index < 3:
                return index + 1
            default: return 0
            }
        }
        return 0
    }
}
