/// How one member of a vector's metadata must compare; see ``VectorFilter``.
public enum VectorComparison: Hashable, Sendable {
    /// `$eq`, or the value alone.
    case equal(JSONValue)
    /// `$ne`.
    case notEqual(JSONValue)
    /// `$in`, or the array alone.
    case oneOf([JSONValue])
    /// `$nin`.
    case noneOf([JSONValue])
    /// `$gt`.
    case greater(JSONValue)
    /// `$gte`.
    case greaterOrEqual(JSONValue)
    /// `$lt`.
    case less(JSONValue)
    /// `$lte`.
    case lessOrEqual(JSONValue)
    /// `$exists`.
    case exists(Bool)
}

extension VectorComparison {
    /// Whether a member passes.
    ///
    /// - Parameter value: The member; nil when the metadata has none.
    public func matches(_ value: JSONValue?) -> Bool {
        switch self {
        case .equal(let wanted): Self.isEqual(value, wanted)
        case .notEqual(let wanted): !Self.isEqual(value, wanted)
        case .oneOf(let wanted): wanted.contains { Self.isEqual(value, $0) }
        case .noneOf(let wanted): !wanted.contains { Self.isEqual(value, $0) }
        case .greater(let bound): Self.order(value, bound) == 1
        case .greaterOrEqual(let bound): Self.order(value, bound).map { $0 >= 0 } ?? false
        case .less(let bound): Self.order(value, bound) == -1
        case .lessOrEqual(let bound): Self.order(value, bound).map { $0 <= 0 } ?? false
        case .exists(let wanted): (value ?? .null).isNull != wanted
        }
    }

    private static func isEqual(_ value: JSONValue?, _ wanted: JSONValue) -> Bool {
        guard let value, value != .null else { return wanted == .null }
        if isSame(value, wanted) { return true }
        return value.arrayValue?.contains { isSame($0, wanted) } ?? false
    }

    /// The same JSON value; `1` and `1.0` are the same number.
    private static func isSame(_ first: JSONValue, _ second: JSONValue) -> Bool {
        if first == second { return true }
        switch (first, second) {
        case (.integer, .number), (.number, .integer): return first.doubleValue == second.doubleValue
        default: return false
        }
    }

    /// -1, 0 or 1; nil for what cannot be compared.
    private static func order(_ value: JSONValue?, _ bound: JSONValue) -> Int? {
        guard let value else { return nil }
        if case .integer(let first) = value, case .integer(let second) = bound {
            return first < second ? -1 : first > second ? 1 : 0
        }
        if let first = value.doubleValue, let second = bound.doubleValue {
            return first < second ? -1 : first > second ? 1 : first == second ? 0 : nil
        }
        guard let first = value.stringValue, let second = bound.stringValue else { return nil }
        if first.unicodeScalars.elementsEqual(second.unicodeScalars) { return 0 }
        return first.unicodeScalars.lexicographicallyPrecedes(second.unicodeScalars) ? -1 : 1
    }
}

// MARK: JSON

extension VectorComparison {
    /// The comparisons that a member of a filter asks for.
    static func read(_ value: JSONValue, of key: String) throws(VectorFilterError) -> [VectorComparison] {
        switch value {
        case .array(let values): return [.oneOf(values)]
        case .object(let members) where members.contains(where: { $0.key.hasPrefix("$") }):
            var comparisons: [VectorComparison] = []
            for (name, value) in members { comparisons.append(try read(name, value, of: key)) }
            return comparisons
        default: return [.equal(value)]
        }
    }

    private static func read(
        _ name: String, _ value: JSONValue, of key: String
    ) throws(VectorFilterError) -> VectorComparison {
        func list() throws(VectorFilterError) -> [JSONValue] {
            guard let values = value.arrayValue else {
                throw VectorFilterError("The filter's \(name) of '\(key.prefix(80))' takes an array.")
            }
            return values
        }
        func bound() throws(VectorFilterError) -> JSONValue {
            switch value {
            case .integer, .number, .string: return value
            default:
                throw VectorFilterError("The filter's \(name) of '\(key.prefix(80))' takes a number or a string.")
            }
        }
        switch name {
        case "$eq": return .equal(value)
        case "$ne": return .notEqual(value)
        case "$in": return .oneOf(try list())
        case "$nin": return .noneOf(try list())
        case "$gt": return .greater(try bound())
        case "$gte": return .greaterOrEqual(try bound())
        case "$lt": return .less(try bound())
        case "$lte": return .lessOrEqual(try bound())
        case "$exists":
            guard let flag = value.boolValue else {
                throw VectorFilterError("The filter's $exists of '\(key.prefix(80))' takes true or false.")
            }
            return .exists(flag)
        default:
            throw VectorFilterError(
                """
                The filter's operator '\(name.prefix(40))' of '\(key.prefix(80))' is not known. There are: $eq, $ne, \
                $in, $nin, $gt, $gte, $lt, $lte, $exists.
                """)
        }
    }

    /// The comparison as it travels.
    var value: JSONValue {
        switch self {
        case .equal(let value):
            switch value {
            // Alone they would mean something else.
            case .array, .object: ["$eq": value]
            default: value
            }
        case .notEqual(let value): ["$ne": value]
        case .oneOf(let values): .array(values)
        case .noneOf(let values): ["$nin": .array(values)]
        case .greater(let value): ["$gt": value]
        case .greaterOrEqual(let value): ["$gte": value]
        case .less(let value): ["$lt": value]
        case .lessOrEqual(let value): ["$lte": value]
        case .exists(let flag): ["$exists": .bool(flag)]
        }
    }

    /// How many values it has.
    var size: Int {
        switch self {
        case .oneOf(let values), .noneOf(let values): values.count
        default: 1
        }
    }
}
