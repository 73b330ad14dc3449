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
    /// Whether the last thing read is the bracket that opens an object or an array.
    private var isAtStart = false

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

    /// Begins to read an object; ``nextKey()`` hands out its members.
    ///
    /// - Throws: ``JSONError`` with ``JSONError/Code/typeMismatch``, and nothing read, when another value is next.
    public mutating func beginObject() throws(JSONError) {
        try expect(UInt8(ascii: "{"), "an object")
        try descend()
    }

    /// The name of the object's next member, or nil when the object has ended. Exactly the member's value must be read
    /// before the next call.
    ///
    /// A name that occurs twice is handed over twice; the last one wins wherever this package stores values.
    public mutating func nextKey() throws(JSONError) -> JSONKey? {
        guard try advance(to: UInt8(ascii: "}"), "expected a comma or the end of the object") else { return nil }
        skipWhitespace()
        guard cursor < end else { throw endError() }
        guard cursor.pointee == UInt8(ascii: "\"") else { throw syntaxError("expected a member's name in quotes") }
        let name = try scanString()
        skipWhitespace()
        guard cursor < end else { throw endError() }
        guard cursor.pointee == UInt8(ascii: ":") else { throw syntaxError("expected a colon after a member's name") }
        cursor += 1
        return JSONKey(start: name.start, count: name.count, isEscaped: name.isEscaped)
    }

    /// Begins to read an array; ``nextElement()`` says how long it goes on.
    ///
    /// - Throws: ``JSONError`` with ``JSONError/Code/typeMismatch``, and nothing read, when another value is next.
    public mutating func beginArray() throws(JSONError) {
        try expect(UInt8(ascii: "["), "an array")
        try descend()
    }

    /// Whether the array has another element, which must then be read before the next call.
    public mutating func nextElement() throws(JSONError) -> Bool {
        try advance(to: UInt8(ascii: "]"), "expected a comma or the end of the array")
    }

    /// Passes over one value of any kind.
    public mutating func skipValue() throws(JSONError) {
        switch try peek() {
        case .object:
            try beginObject()
            while try nextKey() != nil { try skipValue() }
        case .array:
            try beginArray()
            while try nextElement() { try skipValue() }
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
        try expect(UInt8(ascii: "\""), "a string")
        let scanned = try scanString()
        return Self.string(scanned.start, scanned.count, isEscaped: scanned.isEscaped)
    }

    /// Reads a string if it is `candidate`, and returns that same string, which allocates nothing; else reads nothing.
    ///
    /// The ids and the model's name are the same in every chunk of a stream, and would be most of a chunk's cost.
    @inline(__always)
    mutating func readString(ifEqualTo candidate: String?) throws(JSONError) -> String? {
        guard let candidate else { return nil }
        skipWhitespace()
        let start = cursor
        let rest = end - start
        let count = candidate.utf8.withContiguousStorageIfAvailable { utf8 in
            guard rest >= utf8.count + 2, start[0] == UInt8(ascii: "\""), start[utf8.count + 1] == UInt8(ascii: "\""),
                let expected = utf8.baseAddress, Self.isVerbatim(start + 1, expected, utf8.count)
            else { return 0 }
            return utf8.count + 2
        }
        guard let count, count > 0 else { return nil }
        cursor += count
        return candidate
    }

    /// Whether the text at `text` is that at `expected` and holds neither quotes nor escapes: a string whose characters
    /// must be escaped never equals its escaped form.
    private static func isVerbatim(
        _ text: UnsafePointer<UInt8>, _ expected: UnsafePointer<UInt8>, _ count: Int
    ) -> Bool {
        var index = 0
        while count - index >= 8 {
            let word = word(at: text + index)
            guard word == Self.word(at: expected + index), quotesAndBackslashes(in: word) == 0 else { return false }
            index += 8
        }
        while index < count {
            let byte = text[index]
            guard byte == expected[index], byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { return false }
            index += 1
        }
        return true
    }

    /// A number as it stands in the text: an integer when it is written as one and fits 64 bits.
    enum Number {
        case integer(Int)
        case double(Double)
    }

    mutating func readNumber() throws(JSONError) -> Number {
        guard try peek() == .number else { throw mismatch("a number") }
        let start = cursor
        let isInteger = try scanNumber()
        let raw = UnsafeBufferPointer(start: start, count: cursor - start)
        if isInteger, let integer = Self.integer(raw) { return .integer(integer) }
        // Swift's own conversion is correctly rounded; the text was checked against the grammar above.
        guard let double = Double(String(decoding: raw, as: UTF8.self)), double.isFinite else {
            throw syntaxError("the number is too large")
        }
        return .double(double)
    }

    /// Reads a number as the text that it is, for identifiers: as a number it might lose digits.
    mutating func readNumberText() throws(JSONError) -> String {
        guard try peek() == .number else { throw mismatch("a number") }
        let start = cursor
        _ = try scanNumber()
        return String(decoding: UnsafeBufferPointer(start: start, count: cursor - start), as: UTF8.self)
    }

    /// Reads a number as a `Double`.
    public mutating func readDouble() throws(JSONError) -> Double {
        switch try readNumber() {
        case .integer(let integer): return Double(integer)
        case .double(let double): return double
        }
    }

    private static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = text[(isNegative ? 1 : 0)...]
        if digits.count <= 18 {
            // Too few digits to overflow.
            var result = 0
            for digit in digits { result = result &* 10 &+ Int(digit &- UInt8(ascii: "0")) }
            return isNegative ? -result : result
        }
        return Int(String(decoding: text, as: UTF8.self))
    }

    // MARK: Scanning

    @inline(__always)
    mutating func skipWhitespace() {
        // One comparison tells that there is none, which is almost always.
        while cursor < end, cursor.pointee <= 0x20, cursor.pointee.isJSONWhitespace { cursor += 1 }
    }

    @inline(__always)
    private mutating func consume(_ byte: UInt8) -> Bool {
        guard cursor < end, cursor.pointee == byte else { return false }
        cursor += 1
        return true
    }

    /// Requires the first byte of a value of the expected kind to be next.
    @inline(__always)
    private mutating func expect(_ byte: UInt8, _ expected: StaticString) throws(JSONError) {
        skipWhitespace()
        if cursor < end, cursor.pointee == byte { return }
        // Throws when there is no value at all.
        _ = try peek()
        throw mismatch(expected.description)
    }

    /// Enters the object or array whose opening bracket is next.
    private mutating func descend() throws(JSONError) {
        guard remainingDepth > 0 else {
            throw JSONError(code: .tooDeep, message: "arrays and objects nest too deeply", offset: cursor - base)
        }
        remainingDepth -= 1
        cursor += 1
        isAtStart = true
    }

    /// Moves to the next member or element, over the comma before it; false when `bracket` ends the object or array.
    @inline(__always)
    private mutating func advance(to bracket: UInt8, _ message: StaticString) throws(JSONError) -> Bool {
        skipWhitespace()
        guard cursor < end else { throw endError() }
        let isFirst = isAtStart
        isAtStart = false
        if cursor.pointee == bracket {
            cursor += 1
            remainingDepth += 1
            return false
        }
        if !isFirst {
            guard cursor.pointee == UInt8(ascii: ",") else { throw syntaxError(message.description) }
            cursor += 1
        }
        return true
    }

    private mutating func readLiteral(_ literal: StaticString) throws(JSONError) {
        for index in 0..<literal.utf8CodeUnitCount {
            guard end - cursor > index else { throw endError() }
            guard cursor[index] == literal.utf8Start[index] else { throw syntaxError("expected a JSON value") }
        }
        cursor += literal.utf8CodeUnitCount
    }

    private struct ScannedString {
        let start: UnsafePointer<UInt8>
        let count: Int
        let isEscaped: Bool
    }

    /// Moves past the string whose opening quote is next and returns where its characters lie. Escapes are checked here,
    /// so that decoding them later cannot fail.
    private mutating func scanString() throws(JSONError) -> ScannedString {
        cursor += 1
        let start = cursor
        var isEscaped = false
        while true {
            // Eight bytes at a time, up to the first that is a quote or a backslash.
            while end - cursor >= 8 {
                let found = Self.quotesAndBackslashes(in: Self.word(at: cursor))
                cursor += found.trailingZeroBitCount / 8
                if found != 0 { break }
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

    /// Eight bytes, the first of them lowest.
    @inline(__always)
    private static func word(at address: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(address).loadUnaligned(as: UInt64.self))
    }

    /// Zero when none of the eight bytes of `word` is a quote or a backslash; else its lowest bit is in the first that is.
    @inline(__always)
    private static func quotesAndBackslashes(in word: UInt64) -> UInt64 {
        // The classic test for a zero byte. It can be wrong only about bytes above one that it is right about.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        return ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & (ones &* 0x80)
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

    /// Moves past a number; true when it is written as an integer.
    private mutating func scanNumber() throws(JSONError) -> Bool {
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
        return isInteger
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

    /// The string whose characters ``scanString()`` found.
    @inline(__always)
    static func string(_ start: UnsafePointer<UInt8>, _ count: Int, isEscaped: Bool) -> String {
        let raw = UnsafeBufferPointer(start: start, count: count)
        return isEscaped ? unescape(raw) : String(decoding: raw, as: UTF8.self)
    }

    /// Decodes the escapes of a string that ``scanString()`` accepted.
    private static func unescape(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        // Decoded text is never longer than its escaped form.
        String(unsafeUninitializedCapacity: raw.count) { output in
            var written = 0
            var index = 0
            func put(_ byte: UInt8) {
                output[written] = byte
                written += 1
            }
            while index < raw.count {
                guard raw[index] == UInt8(ascii: "\\") else {
                    put(raw[index])
                    index += 1
                    continue
                }
                index += 2
                switch raw[index - 1] {
                case UInt8(ascii: "b"): put(0x08)
                case UInt8(ascii: "f"): put(0x0C)
                case UInt8(ascii: "n"): put(0x0A)
                case UInt8(ascii: "r"): put(0x0D)
                case UInt8(ascii: "t"): put(0x09)
                case UInt8(ascii: "u"):
                    let scalar = Self.scalar(in: raw, at: &index)
                    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { put(byte) }
                case let character: put(character)
                }
            }
            return written
        }
    }

    /// Reads the digits of a `\u` escape, and the second half if it is the first of a pair. A lone half is U+FFFD.
    ///
    /// RFC 8259 section 7: "To escape an extended character that is not in the Basic Multilingual Plane, the character is
    /// represented as a 12-character sequence, encoding the UTF-16 surrogate pair."
    private static func scalar(in raw: UnsafeBufferPointer<UInt8>, at index: inout Int) -> Unicode.Scalar {
        func unit(at position: Int) -> UInt32 {
            var unit: UInt32 = 0
            for offset in 0..<4 { unit = unit << 4 | (Self.hexDigit(raw[position + offset]) ?? 0) }
            return unit
        }
        let first = unit(at: index)
        index += 4
        if first & 0xFC00 == 0xD800, raw.count - index >= 6, raw[index] == UInt8(ascii: "\\"),
            raw[index + 1] == UInt8(ascii: "u")
        {
            let second = unit(at: index + 2)
            if second & 0xFC00 == 0xDC00 {
                index += 6
                return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
            }
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
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

extension UInt8 {
    /// RFC 8259 section 2: space, horizontal tab, line feed, carriage return.
    @inline(__always)
    var isJSONWhitespace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
