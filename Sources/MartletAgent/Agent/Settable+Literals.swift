public import MartletAPI

// So that overrides read as assignments do: `overrides.temperature = 0.2`, `overrides.seed = nil`.

extension Settable: ExpressibleByFloatLiteral where Value: ExpressibleByFloatLiteral {
    public init(floatLiteral value: Value.FloatLiteralType) { self = .value(Value(floatLiteral: value)) }
}

extension Settable: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Value.IntegerLiteralType) { self = .value(Value(integerLiteral: value)) }
}

extension Settable: ExpressibleByBooleanLiteral where Value: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Value.BooleanLiteralType) { self = .value(Value(booleanLiteral: value)) }
}

extension Settable: ExpressibleByNilLiteral {
    /// `null`: what was there is taken away.
    public init(nilLiteral: ()) { self = .null }
}
