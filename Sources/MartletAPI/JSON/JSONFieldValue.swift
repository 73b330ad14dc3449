/// A type that a member of a modelled object can have.
///
/// Scalars are read leniently, for the values that servers really send where the documents say something else: numbers
/// as strings, strings as numbers, booleans as strings.
public protocol JSONFieldValue: Sendable {
    /// Reads the value that is next, which is not `null`; nil, with the value left unread, when it is of a type that
    /// cannot be understood as this one.
    ///
    /// - Throws: ``JSONError`` when the text is not JSON.
    static func readField(from reader: inout JSONReader) throws(JSONError) -> Self?

    /// Writes the value.
    func write(to writer: inout JSONWriter)
}

extension JSONReader {
    /// Reads one member's value into a property, and loses nothing when it does not fit.
    ///
    /// `null` leaves the property nil. A value of a type that the property cannot take goes to `extra` under the
    /// member's name, from where it is written back.
    @inline(__always)
    public mutating func readField<Value: JSONFieldValue>(
        _ key: JSONKey, into property: inout Value?, keepingIn extra: inout JSONObject
    ) throws(JSONError) {
        if try readNull() {
            property = nil
        } else if let value = try Value.readField(from: &self) {
            property = value
        } else {
            property = nil
            extra[key.string] = try readValue()
            return
        }
        if !extra.isEmpty { forget(key, in: &extra) }
    }

    /// ``readField(_:into:keepingIn:)`` for a property that has a default: `null` and a value that does not fit leave it as
    /// it is.
    ///
    /// - Returns: Whether the property was set.
    @inline(__always) @discardableResult
    public mutating func readField<Value: JSONFieldValue>(
        _ key: JSONKey, into property: inout Value, keepingIn extra: inout JSONObject
    ) throws(JSONError) -> Bool {
        if try readNull() { return false }
        if let value = try Value.readField(from: &self) {
            property = value
            if !extra.isEmpty { forget(key, in: &extra) }
            return true
        }
        extra[key.string] = try readValue()
        return false
    }

    /// Drops a value kept for a member that occurs a second time: the last one wins.
    private func forget(_ key: JSONKey, in extra: inout JSONObject) {
        let name = key.string
        if extra[name] != nil { extra[name] = nil }
    }
}

extension JSONReader {
    /// ``readField(_:into:keepingIn:)`` for an integer whose fraction must not be cut: a number with one goes to `extra`.
    mutating func readWholeField(
        _ key: JSONKey, into property: inout Int?, keepingIn extra: inout JSONObject
    ) throws(JSONError) {
        let start = mark
        if try peek() == .number, case .double(let double) = try readNumber(),
            Int(cuttingTowardsZero: double).map({ Double($0) }) != double
        {
            extra[key.string] = .number(double)
            return
        }
        rewind(to: start)
        try readField(key, into: &property, keepingIn: &extra)
    }
}

// MARK: Scalars

extension String: JSONFieldValue {
    /// A string, or a number or boolean as its text.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> String? {
        switch try reader.peek() {
        case .string: return try reader.readString()
        case .number: return try reader.readNumberText()
        case .bool: return try reader.readBool() ? "true" : "false"
        case .null, .object, .array: return nil
        }
    }

    public func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Int: JSONFieldValue {
    /// An integer, a number cut towards zero, or a string that holds one of these.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> Int? {
        let start = reader.mark
        switch try reader.peek() {
        case .number:
            switch try reader.readNumber() {
            case .integer(let integer): return integer
            case .double(let double):
                if let integer = Int(cuttingTowardsZero: double) { return integer }
            }
        case .string:
            let text = try reader.readString()
            if let integer = Int(text) { return integer }
            if let double = Double(text), let integer = Int(cuttingTowardsZero: double) { return integer }
        case .bool, .null, .object, .array: break
        }
        reader.rewind(to: start)
        return nil
    }

    public func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Int {
    /// The double without its fraction; nil when that does not fit, and for NaN.
    ///
    /// `rounded()` and `Int(exactly:)` would do, but both call the C library's `trunc`, and a program that imports
    /// nothing but this module does not link the mathematical library.
    init?(cuttingTowardsZero double: Double) {
        guard double >= -0x1p63, double < 0x1p63 else { return nil }
        self = Int(double)
    }
}

extension Double: JSONFieldValue {
    /// A number, or a string that holds a finite one.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> Double? {
        let start = reader.mark
        switch try reader.peek() {
        case .number: return try reader.readDouble()
        case .string:
            if let double = Double(try reader.readString()), double.isFinite { return double }
        case .bool, .null, .object, .array: break
        }
        reader.rewind(to: start)
        return nil
    }

    public func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Bool: JSONFieldValue {
    /// A boolean, `"true"` or `"false"` in any case, or the numbers 0 and 1.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> Bool? {
        let start = reader.mark
        switch try reader.peek() {
        case .bool: return try reader.readBool()
        case .string:
            switch try reader.readString().lowercased() {
            case "true": return true
            case "false": return false
            default: break
            }
        case .number:
            switch try reader.readNumber() {
            case .integer(0): return false
            case .integer(1): return true
            default: break
            }
        case .null, .object, .array: break
        }
        reader.rewind(to: start)
        return nil
    }

    public func write(to writer: inout JSONWriter) { writer.value(self) }
}

// MARK: Collections

extension Array: JSONFieldValue where Element: JSONFieldValue {
    /// An array all of whose elements can be read.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> [Element]? {
        guard try reader.peek() == .array else { return nil }
        let start = reader.mark
        var elements: [Element] = []
        try reader.beginArray()
        while try reader.nextElement() {
            guard try reader.peek() != .null || Element.self is JSONValue.Type,
                let element = try Element.readField(from: &reader)
            else {
                reader.rewind(to: start)
                return nil
            }
            elements.append(element)
        }
        return elements
    }

    public func write(to writer: inout JSONWriter) { writer.array(self) { $0.write(to: &$1) } }
}

extension Dictionary: JSONFieldValue where Key == String, Value: JSONFieldValue {
    /// An object all of whose values can be read.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> [String: Value]? {
        guard try reader.peek() == .object else { return nil }
        let start = reader.mark
        var members: [String: Value] = [:]
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard try reader.peek() != .null, let value = try Value.readField(from: &reader) else {
                reader.rewind(to: start)
                return nil
            }
            members[key.string] = value
        }
        return members
    }

    /// Writes the members sorted by name, so that the same value is the same text.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for (key, value) in self.sorted(by: { $0.key < $1.key }) {
                writer.name(key)
                value.write(to: &writer)
            }
        }
    }
}

extension JSONObject: JSONFieldValue {
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> JSONObject? {
        guard try reader.peek() == .object else { return nil }
        return try reader.readJSONObject()
    }

    public func write(to writer: inout JSONWriter) { writer.value(self) }
}
