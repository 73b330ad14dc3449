/// A member of a request that can be left out, be `null`, or have a value, where the three mean different things.
///
/// PixiGPT, of `tools_config`: "key absent = keep, null = clear".
public enum Settable<Value: JSONFieldValue & Hashable>: Hashable, Sendable {
    /// The member is left out: what the server has stays.
    case unset
    /// The member is `null`: what the server has is cleared.
    case null
    /// The member has this value.
    case value(Value)

    /// The value; nil when the member is left out or `null`.
    public var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// What the server has after the request: `current`, nothing, or the value.
    public func applied(to current: Value?) -> Value? {
        switch self {
        case .unset: current
        case .null: nil
        case .value(let value): value
        }
    }
}

extension Settable: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral,
    ExpressibleByStringLiteral
where Value: ExpressibleByStringLiteral {
    public init(stringLiteral value: Value.StringLiteralType) { self = .value(Value(stringLiteral: value)) }
}

extension JSONReader {
    /// Reads one member's value, and remembers whether it was there at all.
    ///
    /// A value of a type that the property cannot take goes to `extra` under the member's name, from where it is written
    /// back; the property is then unset.
    public mutating func readField<Value: JSONFieldValue>(
        _ key: JSONKey, into property: inout Settable<Value>, keepingIn extra: inout JSONObject
    ) throws(JSONError) {
        let name = key.string
        if try readNull() {
            property = .null
            extra[name] = nil
        } else if let value = try Value.readField(from: &self) {
            property = .value(value)
            extra[name] = nil
        } else {
            property = .unset
            extra[name] = try readValue()
        }
    }
}

extension JSONWriter {
    /// Writes a member unless it is unset.
    public mutating func field<Value: JSONFieldValue>(_ name: StaticString, _ value: Settable<Value>) {
        switch value {
        case .unset: break
        case .null: fieldOrNull(name, Value?.none)
        case .value(let value): field(name, value)
        }
    }
}
