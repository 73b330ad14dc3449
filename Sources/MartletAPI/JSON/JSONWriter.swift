/// Writes one JSON text (RFC 8259) into bytes: the one way in which this package writes JSON.
///
/// Commas are its business; the caller says what comes next. A number that JSON cannot express is remembered and thrown
/// by ``finish()``, so that the many writing calls need no `try`.
public struct JSONWriter {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false
    /// What will follow the fields of the object that is being written, and replaces those with the same name.
    private var replacements: JSONObject = [:]
    private var failure: JSONError?

    /// A writer with nothing written.
    ///
    /// - Parameter capacity: Bytes to reserve. Default 512.
    public init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// The text.
    ///
    /// - Throws: ``JSONError`` with ``JSONError/Code/notANumber`` when NaN or an infinity was to be written.
    public consuming func finish() throws(JSONError) -> [UInt8] {
        if let failure { throw failure }
        return bytes
    }

    // MARK: Values

    /// Writes `null`.
    public mutating func null() {
        separate()
        put("null")
    }

    /// Writes a boolean.
    public mutating func value(_ bool: Bool) {
        separate()
        put(bool ? "true" : "false")
    }

    /// Writes an integer.
    public mutating func value(_ integer: Int) {
        separate()
        var text = String(integer)
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Writes a number in the shortest form that reads back the same.
    public mutating func value(_ double: Double) {
        guard double.isFinite else {
            failure = failure ?? JSONError(code: .notANumber, message: "JSON cannot express \(double)")
            null()
            return
        }
        separate()
        var text = double.description
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Writes a number in the shortest form that reads back the same 32-bit float.
    public mutating func value(_ float: Float) {
        guard float.isFinite else { return value(Double(float)) }
        separate()
        var text = float.description
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Writes a string.
    public mutating func value(_ string: String) {
        separate()
        quote(string)
    }

    /// Writes members that are not modelled.
    public mutating func value(_ object: JSONObject) {
        self.object { writer in writer.fields(object) }
    }

    // MARK: Structure

    /// Writes an object whose members `body` writes with the `field` functions.
    @inline(__always)
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        object(with: [:], body)
    }

    /// Writes an object whose members `body` writes with the `field` functions, followed by those of `extra`.
    ///
    /// A member of `extra` replaces a field of the same name, so that no name is written twice: what a server sent in an
    /// unexpected type goes back as it came, and a caller can override what is modelled.
    @inline(__always)
    public mutating func object(with extra: JSONObject, _ body: (inout JSONWriter) -> Void) {
        let outer = replacements
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        replacements = extra
        body(&self)
        replacements = outer
        fields(extra)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Writes an array with one element for each of `elements`.
    @inline(__always)
    public mutating func array<Element>(_ elements: [Element], _ body: (Element, inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        for element in elements { body(element, &self) }
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes a member unless the value is nil: an absent optional is never sent as `null`.
    @inline(__always)
    public mutating func field<Value: JSONFieldValue>(_ name: StaticString, _ value: Value?) {
        guard let value, !isReplaced(name) else { return }
        self.name(name)
        value.write(to: &self)
    }

    /// Writes a member, as `null` when the value is nil: for the few that readers expect to be there.
    @inline(__always)
    public mutating func fieldOrNull<Value: JSONFieldValue>(_ name: StaticString, _ value: Value?) {
        guard !isReplaced(name) else { return }
        self.name(name)
        if let value { value.write(to: &self) } else { null() }
    }

    /// Whether the object that is being written has the member from elsewhere.
    @inline(__always)
    func isReplaced(_ name: StaticString) -> Bool {
        !replacements.isEmpty && replacements[name.description] != nil
    }

    /// Writes a member's name; its value must follow.
    public mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        put(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member's name that may need escaping; its value must follow.
    public mutating func name(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes members that are not modelled.
    public mutating func fields(_ object: JSONObject) {
        guard !object.isEmpty else { return }
        for (key, value) in object {
            name(key)
            value.write(to: &self)
        }
    }

    // MARK: Bytes

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func put(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func quote(_ string: String) {
        var string = string
        bytes.append(UInt8(ascii: "\""))
        string.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices where Self.needsEscape(utf8[index]) {
                bytes.append(contentsOf: utf8[start..<index])
                escape(utf8[index])
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// RFC 8259 section 7: "All Unicode characters may be placed within the quotation marks, except for the characters
    /// that MUST be escaped: quotation mark, reverse solidus, and the control characters (U+0000 through U+001F)."
    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): put("\\\"")
        case UInt8(ascii: "\\"): put("\\\\")
        case 0x0A: put("\\n")
        case 0x0D: put("\\r")
        case 0x09: put("\\t")
        default:
            put("\\u00")
            for nibble in [byte >> 4, byte & 0xF] {
                bytes.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
            }
        }
    }
}
