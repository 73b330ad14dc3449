import MartletAPI

/// The type of a field of a configuration: how it stands in files and dictionaries.
protocol ConfigurationValue: Sendable {
    /// What the field takes, for messages: `a number`.
    static var expectation: String { get }
    /// Whether a scalar in YAML is this text as it stands, whatever it looks like: a key of digits is no number.
    static var isText: Bool { get }
    /// Nil when the value is of another type.
    init?(configuration value: JSONValue)
    var configuration: JSONValue { get }
}

extension ConfigurationValue {
    static var isText: Bool { false }
}

extension Bool: ConfigurationValue {
    static var expectation: String { "true or false" }
    init?(configuration value: JSONValue) {
        guard let bool = value.boolValue else { return nil }
        self = bool
    }
    var configuration: JSONValue { .bool(self) }
}

extension Int: ConfigurationValue {
    static var expectation: String { "a whole number" }
    init?(configuration value: JSONValue) {
        guard let integer = value.intValue else { return nil }
        self = integer
    }
    var configuration: JSONValue { .integer(self) }
}

extension Double: ConfigurationValue {
    static var expectation: String { "a number" }
    init?(configuration value: JSONValue) {
        guard let number = value.doubleValue else { return nil }
        self = number
    }
    var configuration: JSONValue { .number(self) }
}

extension String: ConfigurationValue {
    static var expectation: String { "a text" }
    static var isText: Bool { true }
    init?(configuration value: JSONValue) {
        guard let text = value.stringValue else { return nil }
        self = text
    }
    var configuration: JSONValue { .string(self) }
}

extension ModelID: ConfigurationValue {
    static var expectation: String { "a model's name" }
    static var isText: Bool { true }
    init?(configuration value: JSONValue) {
        guard let text = value.stringValue else { return nil }
        self.init(rawValue: text)
    }
    var configuration: JSONValue { .string(rawValue) }
}

extension ReasoningEffort: ConfigurationValue {
    static var expectation: String { "a text" }
    static var isText: Bool { true }
    init?(configuration value: JSONValue) {
        guard let text = value.stringValue else { return nil }
        self.init(rawValue: text)
    }
    var configuration: JSONValue { .string(rawValue) }
}

extension Duration: ConfigurationValue {
    static var expectation: String { "a number of seconds" }
    init?(configuration value: JSONValue) {
        // What is more than a few thousand years has no duration.
        guard let seconds = value.doubleValue, abs(seconds) < 1e11 else { return nil }
        self = value.intValue.map { .seconds($0) } ?? .seconds(seconds)
    }
    var configuration: JSONValue {
        components.attoseconds == 0 ? .integer(Int(components.seconds)) : .number(seconds)
    }
}

extension StopSequences: ConfigurationValue {
    static var expectation: String { "a text or a list of texts" }
    init?(configuration value: JSONValue) {
        if let text = value.stringValue {
            self.init([text])
        } else if let values = value.arrayValue {
            let texts = values.compactMap(\.stringValue)
            guard texts.count == values.count else { return nil }
            self.init(texts)
        } else {
            return nil
        }
    }
    var configuration: JSONValue {
        sequences.count == 1 ? .string(sequences[0]) : .array(sequences.map { .string($0) })
    }
}

extension LogLevel: ConfigurationValue {
    static var expectation: String { allCases.map(\.rawValue).joined(separator: ", ") }
    /// A name that is none stands for INFO.
    init?(configuration value: JSONValue) {
        guard let name = value.stringValue else { return nil }
        self = LogLevel(named: name) ?? .info
    }
    var configuration: JSONValue { .string(rawValue) }
}

extension ToolFailurePolicy: ConfigurationValue {
    static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    init?(configuration value: JSONValue) {
        guard let policy = value.stringValue.flatMap(ToolFailurePolicy.init) else { return nil }
        self = policy
    }
    var configuration: JSONValue { .string(rawValue) }
}

extension JSONObject: ConfigurationValue {
    static var expectation: String { "a mapping" }
    init?(configuration value: JSONValue) {
        guard let object = value.isNull ? [:] : value.objectValue else { return nil }
        self = object
    }
    var configuration: JSONValue { .object(self) }
}

extension Dictionary: ConfigurationValue where Key == String, Value == String {
    static var expectation: String { "a mapping of texts" }
    init?(configuration value: JSONValue) {
        guard let object = value.isNull ? [:] : value.objectValue else { return nil }
        var texts: [String: String] = [:]
        for (key, value) in object {
            guard let text = value.stringValue else { return nil }
            texts[key] = text
        }
        self = texts
    }
    var configuration: JSONValue {
        .object(JSONObject(sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) }))
    }
}

extension Optional: ConfigurationValue where Wrapped: ConfigurationValue {
    static var expectation: String { Wrapped.expectation + ", or null" }
    static var isText: Bool { Wrapped.isText }
    init?(configuration value: JSONValue) {
        if value.isNull {
            self = .none
        } else {
            guard let wrapped = Wrapped(configuration: value) else { return nil }
            self = .some(wrapped)
        }
    }
    var configuration: JSONValue { map(\.configuration) ?? .null }
}
