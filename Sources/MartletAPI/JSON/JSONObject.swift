import OrderedCollections

/// The members of a JSON object, in the order in which they came.
///
/// The order is kept because it means something to a model: a grammar made from a schema asks for the properties in the
/// order in which the schema names them. Two objects with the same members are equal whatever their order.
public struct JSONObject: Sendable, ExpressibleByDictionaryLiteral {
    private var members: OrderedDictionary<String, JSONValue>

    /// An object with no members.
    public init() {
        members = [:]
    }

    /// An object with these members; of members with the same name the last one wins.
    public init(_ pairs: some Sequence<(key: String, value: JSONValue)>) {
        members = [:]
        for (key, value) in pairs { members[key] = value }
    }

    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.lazy.map { (key: $0.0, value: $0.1) })
    }

    /// The value of a member. Setting nil removes the member; to write `null`, set `.null`.
    public subscript(key: String) -> JSONValue? {
        get { members.isEmpty ? nil : members[key] }
        set { members[key] = newValue }
    }

    /// The members' names, in order.
    public var keys: [String] { Array(members.keys) }

    /// Adds the members of `other`; of members with the same name `other`'s wins and keeps the place of the first.
    public mutating func merge(_ other: JSONObject) {
        for (key, value) in other { members[key] = value }
    }
}

extension JSONObject: Sequence {
    /// Iterates over the members in order.
    public func makeIterator() -> AnyIterator<(key: String, value: JSONValue)> {
        var iterator = members.makeIterator()
        return AnyIterator { iterator.next().map { (key: $0.key, value: $0.value) } }
    }

    /// The number of members.
    public var count: Int { members.count }
    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }
    public var underestimatedCount: Int { members.count }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        // Independent of the order, as equality is.
        var combined = 0
        for (key, value) in self {
            var member = Hasher()
            member.combine(key)
            member.combine(value)
            combined ^= member.finalize()
        }
        hasher.combine(combined)
    }
}
