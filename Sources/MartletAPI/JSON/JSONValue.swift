/// Any JSON value.
///
/// Integers stay integers: `1` is read as ``integer(_:)`` and written as `1`, never as `1.0`. A number with a fraction,
/// an exponent, or more digits than 64 bits hold is a ``number(_:)``.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The member of an object; nil for a missing member and for any other kind of value.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The element of an array; nil when out of range and for any other kind of value.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let array) = self, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// The string, if it is one.
    public var stringValue: String? {
        guard case .string(let string) = self else { return nil }
        return string
    }

    /// The integer, if it is one or a number without a fraction.
    public var intValue: Int? {
        switch self {
        case .integer(let integer): integer
        case .number(let double): Int(cuttingTowardsZero: double).flatMap { Double($0) == double ? $0 : nil }
        default: nil
        }
    }

    /// The number, if it is one.
    public var doubleValue: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let double): double
        default: nil
        }
    }

    /// The boolean, if it is one.
    public var boolValue: Bool? {
        guard case .bool(let bool) = self else { return nil }
        return bool
    }

    /// The elements, if it is an array.
    public var arrayValue: [JSONValue]? {
        guard case .array(let array) = self else { return nil }
        return array
    }

    /// The members, if it is an object.
    public var objectValue: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// Whether it is `null`.
    public var isNull: Bool { self == .null }
}

extension JSONValue: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self = try reader.readValue()
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let bool): writer.value(bool)
        case .integer(let integer): writer.value(integer)
        case .number(let double): writer.value(double)
        case .string(let string): writer.value(string)
        case .array(let array): array.write(to: &writer)
        case .object(let object): writer.value(object)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let double = try? container.decode(Double.self) {
            self = .number(double)
        } else if let string = try? container.decode(String.self) {
            self = .string(string)
        } else if let array = try? container.decode([JSONValue].self) {
            self = .array(array)
        } else {
            let members = try container.decode([String: JSONValue].self)
            // A foreign decoder has no order to give; sorting at least makes it the same each time.
            self = .object(JSONObject(members.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let object):
            // As a dictionary, for an encoder leaves the keys of one alone, while those of a keyed container may go
            // through a strategy such as `convertToSnakeCase`. The order is lost, as it is in a foreign encoder anyway.
            var container = encoder.singleValueContainer()
            try container.encode(Dictionary(object.lazy.map { ($0.key, $0.value) }) { $1 })
        case .array(let array):
            var container = encoder.unkeyedContainer()
            for value in array { try container.encode(value) }
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let bool):
            var container = encoder.singleValueContainer()
            try container.encode(bool)
        case .integer(let integer):
            var container = encoder.singleValueContainer()
            try container.encode(integer)
        case .number(let double):
            var container = encoder.singleValueContainer()
            try container.encode(double)
        case .string(let string):
            var container = encoder.singleValueContainer()
            try container.encode(string)
        }
    }
}

extension JSONReader {
    /// Reads any value.
    public mutating func readValue() throws(JSONError) -> JSONValue {
        switch try peek() {
        case .object:
            return .object(try readJSONObject())
        case .array:
            var array: [JSONValue] = []
            try beginArray()
            while try nextElement() { array.append(try readValue()) }
            return .array(array)
        case .string: return .string(try readString())
        case .number:
            switch try readNumber() {
            case .integer(let integer): return .integer(integer)
            case .double(let double): return .number(double)
            }
        case .bool: return .bool(try readBool())
        case .null:
            _ = try readNull()
            return .null
        }
    }

    /// Reads an object whose members are not modelled.
    public mutating func readJSONObject() throws(JSONError) -> JSONObject {
        var object = JSONObject()
        try beginObject()
        while let key = try nextKey() { object[key.string] = try readValue() }
        return object
    }
}

extension JSONReader {
    /// Reads a string, or any other value as its JSON text; nil for `null`.
    ///
    /// For tool arguments, which are JSON text in a string and which some servers send as an object.
    mutating func readTextOrJSON() throws(JSONError) -> String? {
        switch try peek() {
        case .string: return try readString()
        case .null:
            _ = try readNull()
            return nil
        default: return try readValue().jsonText()
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.lazy.map { (key: $0.0, value: $0.1) }))
    }
    public init(nilLiteral: ()) { self = .null }
}
