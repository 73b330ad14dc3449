/// A pull parser for JSON (RFC 8259) over contiguous bytes: the one way in which this package reads JSON.
///
/// Types read themselves from it in a single pass with no intermediate tree, which is what makes a streamed chunk cheap
/// (docs/decisions/0006-json-codec.md has the measurements). Input is never trusted: every access is bounded, nesting is
/// limited, and whatever the bytes are, the outcome is a value or a ``JSONError``.
///
/// It is lenient in two ways that real servers need: raw control characters are allowed in strings, and invalid UTF-8 is
/// repaired with U+FFFD.
///
/// A reader points into memory that it does not own. It is lent to the closure of ``read(_:depthLimit:_:)`` and, being
/// noncopyable, does not leave it.
public struct JSONReader: ~Copyable {
    /// How deep arrays and objects may nest unless told otherwise. Deeper input is an error rather than a stack overflow.
    public static let defaultDepthLimit = 256

    /// What the next value is, told by its first byte.
    public enum Kind: Hashable, Sendable {
        case object, array, string, number, bool, null
    }

    private let base: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>
    private var cursor: UnsafePointer<UInt8>
    private var remainingDepth: Int

    private init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        // An empty buffer may have no address; point at a byte that is never read.
        base = bytes.baseAddress ?? Self.nothing
        end = base + bytes.count
        cursor = base
        remainingDepth = depthLimit
    }

    /// Never read and never written, only pointed at.
    private nonisolated(unsafe) static let nothing: UnsafePointer<UInt8> = {
        let pointer = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
        pointer.initialize(to: 0)
        return UnsafePointer(pointer)
    }()

    // MARK: Entry

    /// Reads one JSON text that fills `bytes` but for white space.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, without a byte-order mark.
    ///   - depthLimit: How deep arrays and objects may nest. Default 256.
    ///   - body: Reads exactly one value from the reader it is lent.
    /// - Throws: ``JSONError``, also when something follows the value.
    public static func read<Value>(
        _ bytes: UnsafeRawBufferPointer,
        depthLimit: Int = defaultDepthLimit,
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        let typed = bytes.assumingMemoryBound(to: UInt8.self)
        var reader = JSONReader(typed, depthLimit: depthLimit)
        let value = try body(&reader)
        reader.skipWhitespace()
        guard reader.cursor == reader.end else { throw reader.syntaxError("unexpected text after the JSON value") }
        return value
    }

    /// ``read(_:depthLimit:_:)-(UnsafeRawBufferPointer,_,_)`` over any bytes; those that are not contiguous are copied
    /// first.
    public static func read<Value>(
        _ bytes: some Sequence<UInt8>,
        depthLimit: Int = defaultDepthLimit,
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        func attempt(_ buffer: UnsafeRawBufferPointer) -> Result<Value, JSONError> {
            do throws(JSONError) {
                return .success(try read(buffer, depthLimit: depthLimit, body))
            } catch {
                return .failure(error)
            }
        }
        let direct = bytes.withContiguousStorageIfAvailable { attempt(UnsafeRawBufferPointer($0)) }
        return try (direct ?? Array(bytes).withUnsafeBytes { attempt($0) }).get()
    }

    // MARK: Going back

    /// A place in the text to go back to.
    struct Mark {
        fileprivate let cursor: UnsafePointer<UInt8>
        fileprivate let remainingDepth: Int
    }

    /// The place that is read next.
    var mark: Mark { Mark(cursor: cursor, remainingDepth: remainingDepth) }

    /// Goes back to a place, to read the value there as something else.
    mutating func rewind(to mark: Mark) {
        cursor = mark.cursor
        remainingDepth = mark.remainingDepth
    }

    // MARK: Structure

    /// What the next value is.
    public mutating func peek() throws(JSONError) -> Kind {
        skipWhitespace()
        guard cursor < end else { throw endError() }
        switch cursor.pointee {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw syntaxError("expected a JSON value")
        }
    }

    /// Reads an object. `member` is called once per member, in order, and must read exactly the member's value.
    ///
    /// A name that occurs twice is handed over twice; the last one wins wherever this package stores values.
    public mutating func readObject(
        _ member: (inout JSONReader, JSONKey) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(UInt8(ascii: "{"), "expected an object")
        try descend()
        skipWhitespace()
        if consume(UInt8(ascii: "}")) {
            remainingDepth += 1
            return
        }
        while true {
            skipWhitespace()
            let key = try readKey()
            skipWhitespace()
            try expect(UInt8(ascii: ":"), "expected a colon after the member's name")
            try member(&self, key)
            skipWhitespace()
            if consume(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "}"), "expected a comma or the end of the object")
            remainingDepth += 1
            return
        }
    }

    /// Reads an array. `element` is called once per element with its position and must read exactly that element.
    public mutating func readArray(
        _ element: (inout JSONReader, Int) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(UInt8(ascii: "["), "expected an array")
        try descend()
        skipWhitespace()
        if consume(UInt8(ascii: "]")) {
            remainingDepth += 1
            return
        }
        var index = 0
        while true {
            try element(&self, index)
            index += 1
            skipWhitespace()
            if consume(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "]"), "expected a comma or the end of the array")
            remainingDepth += 1
            return
        }
    }

    /// Passes over one value of any kind.
    public mutating func skipValue() throws(JSONError) {
        switch try peek() {
        case .object:
            try readObject { (reader, _) throws(JSONError) in try reader.skipValue() }
        case .array:
            try readArray { (reader, _) throws(JSONError) in try reader.skipValue() }
        case .string:
            _ = try scanString()
        case .number:
            _ = try scanNumber()
        case .bool:
            _ = try readBool()
        case .null:
            try readLiteral("null")
        }
    }

    // MARK: Scalars

    /// Reads `null` if it is next, and says whether it was.
    public mutating func readNull() throws(JSONError) -> Bool {
        skipWhitespace()
        guard cursor < end else { throw endError() }
        guard cursor.pointee == UInt8(ascii: "n") else { return false }
        try readLiteral("null")
        return true
    }

    /// Reads `true` or `false`.
    public mutating func readBool() throws(JSONError) -> Bool {
        skipWhitespace()
        guard cursor < end else { throw endError() }
        if cursor.pointee == UInt8(ascii: "t") {
            try readLiteral("true")
            return true
        }
        guard cursor.pointee == UInt8(ascii: "f") else { throw mismatch("a boolean") }
        try readLiteral("false")
        return false
    }

    /// Reads a string.
    public mutating func readString() throws(JSONError) -> String {
        skipWhitespace()
        let scanned = try scanString()
        let raw = UnsafeBufferPointer(start: scanned.start, count: scanned.count)
        return scanned.isEscaped ? unescape(raw) : String(decoding: raw, as: UTF8.self)
    }

    /// Reads a string if it is `candidate`, and returns that same string, which allocates nothing; else reads nothing.
    ///
    /// The ids and the model's name are the same in every chunk of a stream, and would be most of a chunk's cost.
    @inline(__always)
    mutating func readString(ifEqualTo candidate: String?) throws(JSONError) -> String? {
        guard var candidate else { return nil }
        skipWhitespace()
        let rest = end - cursor
        let start = cursor
        let isSame = candidate.withUTF8 { utf8 in
            // Escapes never match: a candidate with a character that JSON escapes differs from its escaped form.
            guard rest >= utf8.count + 2, start[0] == UInt8(ascii: "\""), start[utf8.count + 1] == UInt8(ascii: "\"")
            else { return false }
            for index in 0..<utf8.count {
                let byte = utf8[index]
                if byte != start[index + 1] || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") { return false }
            }
            return true
        }
        guard isSame else { return nil }
        cursor += candidate.utf8.count + 2
        return candidate
    }

    /// A number as it stands in the text: an integer when it is written as one and fits 64 bits.
    enum Number {
        case integer(Int)
        case double(Double)
    }

    mutating func readNumber() throws(JSONError) -> Number {
        guard try peek() == .number else { throw mismatch("a number") }
        let scanned = try scanNumber()
        let raw = UnsafeBufferPointer(start: scanned.start, count: scanned.count)
        if scanned.isInteger, let integer = Self.integer(raw) { return .integer(integer) }
        // Swift's own conversion is correctly rounded; the text was checked against the grammar above.
        guard let double = Double(String(decoding: raw, as: UTF8.self)) else { throw mismatch("a number") }
        return .double(double)
    }

    /// Reads a number as a `Double`.
    public mutating func readDouble() throws(JSONError) -> Double {
        switch try readNumber() {
        case .integer(let integer): return Double(integer)
        case .double(let double): return double
        }
    }

    private static func integer(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
        var result = 0
        var index = 0
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { index = 1 }
        while index < digits.count {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            let digit = Int(digits[index] &- UInt8(ascii: "0"))
            let (sum, carry) =
                isNegative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            if overflow || carry { return nil }
            result = sum
            index += 1
        }
        return result
    }

    // MARK: Scanning

    @inline(__always)
    mutating func skipWhitespace() {
        while cursor < end {
            switch cursor.pointee {
            case 0x20, 0x0A, 0x0D, 0x09: cursor += 1
            default: return
            }
        }
    }

    @inline(__always)
    private mutating func consume(_ byte: UInt8) -> Bool {
        guard cursor < end, cursor.pointee == byte else { return false }
        cursor += 1
        return true
    }

    @inline(__always)
    private mutating func expect(_ byte: UInt8, _ message: StaticString) throws(JSONError) {
        skipWhitespace()
        guard cursor < end else { throw endError() }
        guard cursor.pointee == byte else { throw syntaxError(message.description) }
        cursor += 1
    }

    private mutating func descend() throws(JSONError) {
        guard remainingDepth > 0 else {
            throw JSONError(code: .tooDeep, message: "arrays and objects nest too deeply", offset: cursor - base)
        }
        remainingDepth -= 1
    }

    private mutating func readLiteral(_ literal: StaticString) throws(JSONError) {
        let count = literal.utf8CodeUnitCount
        guard end - cursor >= count else { throw endError() }
        for index in 0..<count where cursor[index] != literal.utf8Start[index] {
            throw syntaxError("expected a JSON value")
        }
        cursor += count
    }

    private mutating func readKey() throws(JSONError) -> JSONKey {
        guard cursor < end else { throw endError() }
        guard cursor.pointee == UInt8(ascii: "\"") else { throw syntaxError("expected a member's name in quotes") }
        let scanned = try scanString()
        let raw = UnsafeBufferPointer(start: scanned.start, count: scanned.count)
        return JSONKey(
            start: scanned.start, count: scanned.count, unescaped: scanned.isEscaped ? unescape(raw) : nil)
    }

    private struct ScannedString {
        let start: UnsafePointer<UInt8>
        let count: Int
        let isEscaped: Bool
    }

    /// Moves past a string and returns where its characters lie. Escapes are checked here, so that decoding them later
    /// cannot fail.
    private mutating func scanString() throws(JSONError) -> ScannedString {
        guard cursor < end else { throw endError() }
        guard cursor.pointee == UInt8(ascii: "\"") else { throw mismatch("a string") }
        cursor += 1
        let start = cursor
        var isEscaped = false
        while true {
            // Eight bytes at a time while none of them is a quote or a backslash.
            while end - cursor >= 8 {
                let word = UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self)
                if Self.contains(word, UInt8(ascii: "\"")) || Self.contains(word, UInt8(ascii: "\\")) { break }
                cursor += 8
            }
            guard cursor < end else { throw endError() }
            switch cursor.pointee {
            case UInt8(ascii: "\""):
                let count = cursor - start
                cursor += 1
                return ScannedString(start: start, count: count, isEscaped: isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                try skipEscape()
            default:
                cursor += 1
            }
        }
    }

    /// Whether one of the eight bytes of `word` is `byte`. The classic zero-byte test; exact for "is there any".
    @inline(__always)
    private static func contains(_ word: UInt64, _ byte: UInt8) -> Bool {
        let pattern = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
        return (pattern &- 0x0101_0101_0101_0101) & ~pattern & 0x8080_8080_8080_8080 != 0
    }

    private mutating func skipEscape() throws(JSONError) {
        guard end - cursor >= 2 else { throw endError() }
        switch cursor[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            cursor += 2
        case UInt8(ascii: "u"):
            guard end - cursor >= 6 else { throw endError() }
            for index in 2..<6 where Self.hexDigit(cursor[index]) == nil {
                throw syntaxError("a \\u escape needs four hexadecimal digits")
            }
            cursor += 6
        default:
            throw syntaxError("unknown escape in a string")
        }
    }

    private struct ScannedNumber {
        let start: UnsafePointer<UInt8>
        let count: Int
        let isInteger: Bool
    }

    private mutating func scanNumber() throws(JSONError) -> ScannedNumber {
        let start = cursor
        var isInteger = true
        _ = consume(UInt8(ascii: "-"))
        if !consume(UInt8(ascii: "0")) { try skipDigits() }
        if consume(UInt8(ascii: ".")) {
            isInteger = false
            try skipDigits()
        }
        if cursor < end, cursor.pointee | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            cursor += 1
            if !consume(UInt8(ascii: "+")) { _ = consume(UInt8(ascii: "-")) }
            try skipDigits()
        }
        return ScannedNumber(start: start, count: cursor - start, isInteger: isInteger)
    }

    private mutating func skipDigits() throws(JSONError) {
        guard cursor < end else { throw endError() }
        guard case UInt8(ascii: "0")...UInt8(ascii: "9") = cursor.pointee else {
            throw syntaxError("a number needs a digit here")
        }
        while cursor < end, case UInt8(ascii: "0")...UInt8(ascii: "9") = cursor.pointee { cursor += 1 }
    }

    @inline(__always)
    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): return UInt32(byte - UInt8(ascii: "A") + 10)
        default: return nil
        }
    }

    /// Decodes the escapes of a string that ``scanString()`` accepted.
    private func unescape(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        // Decoded text is never longer than its escaped form.
        String(unsafeUninitializedCapacity: raw.count) { output in
            var written = 0
            var index = 0
            func put(_ byte: UInt8) {
                output[written] = byte
                written += 1
            }
            func unit(at position: Int) -> UInt32 {
                (0..<4).reduce(0) { $0 << 4 | (Self.hexDigit(raw[position + $1]) ?? 0) }
            }
            while index < raw.count {
                let byte = raw[index]
                guard byte == UInt8(ascii: "\\") else {
                    put(byte)
                    index += 1
                    continue
                }
                switch raw[index + 1] {
                case UInt8(ascii: "b"): put(0x08)
                case UInt8(ascii: "f"): put(0x0C)
                case UInt8(ascii: "n"): put(0x0A)
                case UInt8(ascii: "r"): put(0x0D)
                case UInt8(ascii: "t"): put(0x09)
                case UInt8(ascii: "u"):
                    var scalar = unit(at: index + 2)
                    index += 6
                    // RFC 8259 section 7: "To escape an extended character that is not in the Basic Multilingual
                    // Plane, the character is represented as a 12-character sequence, encoding the UTF-16 surrogate
                    // pair." A lone half becomes U+FFFD.
                    if scalar & 0xFC00 == 0xD800, index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"),
                        raw[index + 1] == UInt8(ascii: "u"), unit(at: index + 2) & 0xFC00 == 0xDC00
                    {
                        scalar = 0x10000 + (scalar & 0x3FF) << 10 + unit(at: index + 2) & 0x3FF
                        index += 6
                    }
                    for encoded in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
                    { put(encoded) }
                    continue
                default: put(raw[index + 1])
                }
                index += 2
            }
            return written
        }
    }

    // MARK: Errors

    func syntaxError(_ message: String) -> JSONError {
        JSONError(code: .syntax, message: message, offset: cursor - base)
    }

    func endError() -> JSONError {
        JSONError(code: .unexpectedEnd, message: "the JSON text ends too early", offset: cursor - base)
    }

    func mismatch(_ expected: String) -> JSONError {
        JSONError(code: .typeMismatch, message: "expected \(expected)", offset: cursor - base)
    }
}
