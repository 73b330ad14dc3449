/// Which vectors a search considers, by their metadata.
///
/// On the wire an object: the members that a vector's metadata must have, all of them.
///
/// ```json
/// {"user_id": "u1", "kind": ["note", "task"], "year": {"$gte": 2024}, "$or": [{"draft": false}, {"owner": "me"}]}
/// ```
///
/// GravixLayer: "AND of key = value; an array value means any-of". The operators `$eq $ne $in $nin $gt $gte $lt $lte
/// $exists $and $or` are the local platform's, with the meaning that MongoDB and Pinecone give them:
///
/// - Values are equal when they are the same JSON value; `1` and `1.0` are. An array in the metadata also equals each of
///   its elements. `null` equals an absent member.
/// - `$ne` and `$nin` are the opposite of `$eq` and `$in`: an absent member is unequal to everything but `null`.
/// - `$gt`, `$gte`, `$lt` and `$lte` compare numbers with numbers and strings with strings, these by their Unicode scalars,
///   so that ISO 8601 times come in their order. Values of different kinds are neither greater nor less.
/// - `$exists` asks whether the member is there and not `null`.
///
/// A key is a member of the metadata itself; a dot in it means nothing.
public indirect enum VectorFilter: Hashable, Sendable {
    /// A member of the metadata compares in this way.
    case member(String, VectorComparison)
    /// All of these hold; none of them for everything.
    case all([VectorFilter])
    /// One of these holds at least.
    case any([VectorFilter])
}

extension VectorFilter {
    /// A member of the metadata has this value.
    public static func equal(_ key: String, _ value: JSONValue) -> VectorFilter { .member(key, .equal(value)) }

    /// A member of the metadata has one of these values.
    public static func oneOf(_ key: String, _ values: [JSONValue]) -> VectorFilter { .member(key, .oneOf(values)) }

    /// Whether metadata passes.
    public func matches(_ metadata: JSONObject) -> Bool {
        switch self {
        case .member(let key, let comparison): comparison.matches(metadata[key])
        case .all(let filters): filters.allSatisfy { $0.matches(metadata) }
        case .any(let filters): filters.contains { $0.matches(metadata) }
        }
    }

    /// How deep `$and` and `$or` may stand within each other.
    public static let maximumDepth = 16
    /// How many comparisons and values a filter may have together.
    public static let maximumSize = 10_000
}

// MARK: JSON

extension VectorFilter {
    /// Reads a filter.
    ///
    /// - Throws: ``VectorFilterError`` for an operator that is not known, one whose value is of the wrong kind, and a
    ///   filter that is too deep or too large.
    public init(_ object: JSONObject) throws(VectorFilterError) {
        var size = 0
        self = try Self.read(object, depth: 0, size: &size)
    }

    private static func read(
        _ object: JSONObject, depth: Int, size: inout Int
    ) throws(VectorFilterError) -> VectorFilter {
        guard depth <= maximumDepth else {
            throw VectorFilterError("The filter is nested deeper than \(maximumDepth) levels.")
        }
        var filters: [VectorFilter] = []
        for (key, value) in object {
            switch key {
            case "$and": filters.append(.all(try list(value, of: key, depth: depth, size: &size)))
            case "$or": filters.append(.any(try list(value, of: key, depth: depth, size: &size)))
            case _ where key.hasPrefix("$"):
                throw VectorFilterError(
                    "There is no '\(key.prefix(40))' at this place of a filter; there are $and and $or.")
            default:
                for comparison in try VectorComparison.read(value, of: key) {
                    size += 1 + comparison.size
                    filters.append(.member(key, comparison))
                }
            }
            guard size <= maximumSize else {
                throw VectorFilterError("The filter has more than \(maximumSize) comparisons and values.")
            }
        }
        return filters.count == 1 ? filters[0] : .all(filters)
    }

    private static func list(
        _ value: JSONValue, of name: String, depth: Int, size: inout Int
    ) throws(VectorFilterError) -> [VectorFilter] {
        guard let elements = value.arrayValue, !elements.isEmpty else {
            throw VectorFilterError("\(name) takes an array of filters that is not empty.")
        }
        var filters: [VectorFilter] = []
        for element in elements {
            guard let object = element.objectValue else {
                throw VectorFilterError("\(name) takes an array of filters, each an object.")
            }
            filters.append(try read(object, depth: depth + 1, size: &size))
        }
        return filters
    }

    /// The filter as it travels.
    public var object: JSONObject {
        switch self {
        case .member(let key, let comparison):
            // A key that looks like an operator can only be said within one.
            return [key: comparison.value]
        case .all(let filters):
            if let merged = Self.merged(filters) { return merged }
            return ["$and": .array(filters.map { .object($0.object) })]
        case .any(let filters): return ["$or": .array(filters.map { .object($0.object) })]
        }
    }

    /// Filters as the members of one object, the form that GravixLayer's own platform understands; nil when two of them
    /// are about the same member.
    private static func merged(_ filters: [VectorFilter]) -> JSONObject? {
        var object: JSONObject = [:]
        for filter in filters {
            for (key, value) in filter.object {
                guard object[key] == nil else { return nil }
                object[key] = value
            }
        }
        return object
    }
}

/// What is wrong with a filter, in a sentence.
public struct VectorFilterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let message: String

    /// Creates an error.
    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
