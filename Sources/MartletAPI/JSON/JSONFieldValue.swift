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
            extra[key.string] = try readValue()
        }
    }

    /// ``readField(_:into:keepingIn:)`` for a property that has a default: `null` leaves it as it is.
    @inline(__always)
    public mutating func readField<Value: JSONFieldValue>(
        _ key: JSONKey, into property: inout Value, keepingIn extra: inout JSONObject
    ) throws(JSONError) {
        if try readNull() { return }
        if let value = try Value.readField(from: &self) {
            property = value
        } else {
            extra[key.string] = try readValue()
        }
    }
}

extension JSONWriter {
    /// Writes a member unless the value is nil: an absent optional is never sent as `null`.
    @inline(__always)
    public mutating func field<Value: JSONFieldValue>(_ name: StaticString, _ value: Value?) {
        guard let value else { return }
        self.name(name)
        value.write(to: &self)
    }
}

// MARK: Scalars

extension String: JSONFieldValue {
    /// A string, or a number or boolean as its text.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> String? {
        switch try reader.peek() {
        case .string: return try reader.readString()
        case .number:
            switch try reader.readNumber() {
            case .integer(let integer): return String(integer)
            case .double(let double): return double.description
            }
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
                if let integer = Int(exactly: double.rounded(.towardZero)) { return integer }
            }
        case .string:
            let text = try reader.readString()
            if let integer = Int(text) { return integer }
            if let double = Double(text), let integer = Int(exactly: double.rounded(.towardZero)) { return integer }
        case .bool, .null, .object, .array: break
        }
        reader.rewind(to: start)
        return nil
    }

    public func write(to writer: inout JSONWriter) { writer.value(self) }
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
        var fits = true
        try reader.readArray { (reader, _) throws(JSONError) in
            if fits, try reader.peek() != .null || Element.self is JSONValue.Type,
                let element = try Element.readField(from: &reader)
            {
                elements.append(element)
            } else {
                fits = false
                try reader.skipValue()
            }
        }
        if fits { return elements }
        reader.rewind(to: start)
        return nil
    }

    public func write(to writer: inout JSONWriter) { writer.array(self) { $0.write(to: &$1) } }
}

extension Dictionary: JSONFieldValue where Key == String, Value: JSONFieldValue {
    /// An object all of whose values can be read.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> [String: Value]? {
        guard try reader.peek() == .object else { return nil }
        let start = reader.mark
        var members: [String: Value] = [:]
        var fits = true
        try reader.readObject { (reader, key) throws(JSONError) in
            if fits, try reader.peek() != .null, let value = try Value.readField(from: &reader) {
                members[key.string] = value
            } else {
                fits = false
                try reader.skipValue()
            }
        }
        if fits { return members }
        reader.rewind(to: start)
        return nil
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
