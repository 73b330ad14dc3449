import MartletAPI

/// One field of a configuration: its name in files and dictionaries, and how it is read and set.
struct ConfigurationField<Root>: Sendable {
    let name: String
    /// See ``ConfigurationValue/isText``.
    let isText: Bool
    let read: @Sendable (Root) -> JSONValue
    /// False when the value is of another type.
    let write: @Sendable (inout Root, JSONValue) -> Bool
    /// What it takes, for messages.
    let expectation: String

    init<Value: ConfigurationValue>(_ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable) {
        self.name = name
        isText = Value.isText
        expectation = Value.expectation
        read = { $0[keyPath: path].configuration }
        write = { root, value in
            guard let value = Value(configuration: value) else { return false }
            root[keyPath: path] = value
            return true
        }
    }
}
