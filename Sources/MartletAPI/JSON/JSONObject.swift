import OrderedCollections

/// The members of a JSON object, in the order in which they came.
///
/// The order is kept because it means something to a model: a grammar made from a schema asks for the properties in the
/// order in which the schema names them. Two objects with the same members are equal whatever their order.
public struct JSONObject: Sendable, ExpressibleByDictionaryLiteral {
    /// The members; nil when there are none. One word, because almost every wire type has such an object and almost
    /// every one of them is empty.
    private var storage: Storage?

    /// Shared by copies of an object.
    private final class Storage: @unchecked Sendable {  // Changed only while a single object refers to it.
        var members: OrderedDictionary<String, JSONValue>

        init(_ members: OrderedDictionary<String, JSONValue>) { self.members = members }
    }

    /// An object with no members.
    public init() {}

    /// An object with these members; of members with the same name the last one wins.
    public init(_ pairs: some Sequence<(key: String, value: JSONValue)>) {
        for (key, value) in pairs { self[key] = value }
    }

    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The value of a member. Setting nil removes the member; to write `null`, set `.null`.
    public subscript(key: String) -> JSONValue? {
        get { storage?.members[key] }
        set {
            if storage == nil {
                if let newValue { storage = Storage([key: newValue]) }
                return
            }
            if !isKnownUniquelyReferenced(&storage), let shared = storage { storage = Storage(shared.members) }
            storage?.members[key] = newValue
            if storage?.members.isEmpty == true { storage = nil }
        }
    }

    /// The members' names, in order.
    public var keys: [String] { storage.map { Array($0.members.keys) } ?? [] }

    /// Adds the members of `other`; of members with the same name `other`'s wins and keeps the place of the first.
    public mutating func merge(_ other: JSONObject) {
        if isEmpty {
            self = other
        } else {
            for (key, value) in other { self[key] = value }
        }
    }

    /// Appends elements to the array that a member is; one that is none becomes the array.
    mutating func append(_ elements: [JSONValue], toArray key: String) {
        guard case .array(var array)? = self[key] else {
            self[key] = .array(elements)
            return
        }
        // Not shared any more, so that appending is not copying.
        self[key] = .null
        array += elements
        self[key] = .array(array)
    }
}

extension JSONObject: Sequence {
    /// Goes through the members of an object in order.
    public struct Iterator: IteratorProtocol {
        fileprivate var members: OrderedDictionary<String, JSONValue>.Iterator?

        public mutating func next() -> (key: String, value: JSONValue)? {
            members?.next().map { (key: $0.key, value: $0.value) }
        }
    }

    /// Iterates over the members in order.
    public func makeIterator() -> Iterator { Iterator(members: storage?.members.makeIterator()) }

    /// The number of members.
    public var count: Int { storage?.members.count ?? 0 }
    /// Whether there are no members.
    public var isEmpty: Bool { storage == nil }
    public var underestimatedCount: Int { count }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.storage === right.storage
            || left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
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
