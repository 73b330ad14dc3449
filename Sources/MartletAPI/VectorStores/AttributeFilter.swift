/// Which files of a vector store a search considers, by their attributes.
///
/// ```json
/// {"type": "and", "filters": [
///     {"type": "eq", "key": "region", "value": "us"},
///     {"type": "gte", "key": "year", "value": 2024}]}
/// ```
///
/// What the comparisons mean is said at ``VectorFilter``: an absent attribute is unequal to every value, and values of
/// different kinds are neither greater nor less.
public indirect enum AttributeFilter: Hashable, Sendable {
    /// How an attribute compares with a value. Open: one that is not known here is kept as it came.
    public struct Comparison: StringNewtype {
        public let rawValue: String
        /// Creates the value from its text on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It is the value.
        public static let equal = Comparison(rawValue: "eq")
        /// It is not the value.
        public static let notEqual = Comparison(rawValue: "ne")
        /// It is greater.
        public static let greater = Comparison(rawValue: "gt")
        /// It is greater, or the value.
        public static let greaterOrEqual = Comparison(rawValue: "gte")
        /// It is less.
        public static let less = Comparison(rawValue: "lt")
        /// It is less, or the value.
        public static let lessOrEqual = Comparison(rawValue: "lte")
        /// It is one of the values.
        public static let oneOf = Comparison(rawValue: "in")
        /// It is none of the values.
        public static let noneOf = Comparison(rawValue: "nin")
    }

    /// An attribute compares in this way with a value.
    case compare(key: String, Comparison, JSONValue)
    /// All of these hold.
    case all([AttributeFilter])
    /// One of these holds at least.
    case any([AttributeFilter])
    /// A filter that is not modelled, kept as it came.
    case unknown(JSONValue)
}

extension AttributeFilter {
    /// The attribute has this value.
    public static func equal(_ key: String, _ value: JSONValue) -> AttributeFilter { .compare(key: key, .equal, value) }

    /// The attribute has one of these values.
    public static func oneOf(_ key: String, _ values: [JSONValue]) -> AttributeFilter {
        .compare(key: key, .oneOf, .array(values))
    }

    /// The same filter over metadata whose members are the attributes.
    ///
    /// - Throws: ``VectorFilterError`` for a filter that is not modelled, a comparison whose value is of the wrong kind, and
    ///   one that is nested too deep or too large.
    public func vectorFilter() throws(VectorFilterError) -> VectorFilter {
        var size = 0
        return try vectorFilter(depth: 0, size: &size)
    }

    private func vectorFilter(depth: Int, size: inout Int) throws(VectorFilterError) -> VectorFilter {
        guard depth <= VectorFilter.maximumDepth else {
            throw VectorFilterError("The filter is nested deeper than \(VectorFilter.maximumDepth) levels.")
        }
        switch self {
        case .compare(let key, let comparison, let value):
            size += 1 + (value.arrayValue?.count ?? 0)
            guard size <= VectorFilter.maximumSize else {
                throw VectorFilterError(
                    "The filter has more than \(VectorFilter.maximumSize) comparisons and values.")
            }
            return .member(key, try Self.comparison(comparison, value, of: key))
        case .all(let filters): return .all(try Self.filters(filters, depth: depth, size: &size))
        case .any(let filters): return .any(try Self.filters(filters, depth: depth, size: &size))
        case .unknown:
            throw VectorFilterError(
                "A filter is {\"type\", \"key\", \"value\"} with the type eq, ne, gt, gte, lt, lte, in or nin, "
                    + "or {\"type\", \"filters\"} with the type and or or.")
        }
    }

    private static func filters(
        _ filters: [AttributeFilter], depth: Int, size: inout Int
    ) throws(VectorFilterError) -> [VectorFilter] {
        guard !filters.isEmpty else { throw VectorFilterError("filters of and and or must not be empty.") }
        var converted: [VectorFilter] = []
        for filter in filters { converted.append(try filter.vectorFilter(depth: depth + 1, size: &size)) }
        return converted
    }

    private static func comparison(
        _ comparison: Comparison, _ value: JSONValue, of key: String
    ) throws(VectorFilterError) -> VectorComparison {
        let key = key.prefix(80)
        switch comparison {
        case .oneOf, .noneOf:
            guard let values = value.arrayValue, values.allSatisfy(\.isScalar) else {
                throw VectorFilterError("\(comparison) of '\(key)' takes an array of texts, numbers and booleans.")
            }
            return comparison == .oneOf ? .oneOf(values) : .noneOf(values)
        case .equal, .notEqual:
            guard value.isScalar else {
                throw VectorFilterError("\(comparison) of '\(key)' takes a text, a number or a boolean.")
            }
            return comparison == .equal ? .equal(value) : .notEqual(value)
        case .greater, .greaterOrEqual, .less, .lessOrEqual:
            guard value.stringValue != nil || value.doubleValue != nil else {
                throw VectorFilterError("\(comparison) of '\(key)' takes a number or a text.")
            }
            switch comparison {
            case .greater: return .greater(value)
            case .greaterOrEqual: return .greaterOrEqual(value)
            case .less: return .less(value)
            default: return .lessOrEqual(value)
            }
        default:
            throw VectorFilterError(
                "There is no comparison '\(comparison.rawValue.prefix(40))'; there are eq, ne, gt, gte, lt, lte, in and nin."
            )
        }
    }
}

// MARK: JSON

extension AttributeFilter: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let value = try reader.readValue()
        guard value.objectValue != nil else { throw reader.mismatch("an object") }
        self = Self(value)
    }

    /// What JSON says; the reader bounds how deep it is.
    private init(_ value: JSONValue) {
        self = .unknown(value)
        guard let object = value.objectValue, let type = object["type"]?.stringValue else { return }
        switch type {
        case "and", "or":
            guard object.count == 2, let filters = object["filters"]?.arrayValue else { return }
            self = type == "and" ? .all(filters.map { Self($0) }) : .any(filters.map { Self($0) })
        default:
            guard object.count == 3, let key = object["key"]?.stringValue, let value = object["value"] else { return }
            self = .compare(key: key, Comparison(rawValue: type), value)
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .compare(let key, let comparison, let value):
            writer.object { writer in
                writer.field("type", comparison)
                writer.field("key", key)
                writer.field("value", value)
            }
        case .all(let filters): Self.write("and", filters, to: &writer)
        case .any(let filters): Self.write("or", filters, to: &writer)
        case .unknown(let value): value.write(to: &writer)
        }
    }

    private static func write(_ type: String, _ filters: [AttributeFilter], to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", type)
            writer.field("filters", filters)
        }
    }
}

extension JSONValue {
    /// Whether it is a text, a number or a boolean.
    fileprivate var isScalar: Bool {
        switch self {
        case .string, .integer, .number, .bool: true
        case .null, .array, .object: false
        }
    }
}
