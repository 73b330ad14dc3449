extension JSONValue {
    /// How many bytes of memory the value takes, roughly.
    var roughSize: Int {
        switch self {
        case .null, .bool, .integer, .number: 0
        case .string(let string): string.utf8.count
        case .array(let array): array.reduce(16) { $0 + 16 + $1.roughSize }
        case .object(let object): object.roughSize
        }
    }
}

extension JSONObject {
    /// How many bytes of memory the members take, roughly.
    var roughSize: Int { reduce(0) { $0 + 32 + $1.key.utf8.count + $1.value.roughSize } }

    /// How many bytes more the members take when one is set, roughly. Never negative.
    func roughGrowth(setting key: String, to value: JSONValue) -> Int {
        guard let old = self[key] else { return 32 + key.utf8.count + value.roughSize }
        return Swift.max(0, value.roughSize - old.roughSize)
    }
}
