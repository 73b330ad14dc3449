import MartletAPI
import Testing

@Suite struct VectorFilterTests {
    /// A member of the metadata, and what it is compared with.
    struct Row: Sendable, CustomTestStringConvertible {
        var metadata: String
        var filter: String
        var matches: Bool

        init(_ metadata: String, _ filter: String, _ matches: Bool) {
            (self.metadata, self.filter, self.matches) = (metadata, filter, matches)
        }

        var testDescription: String { "\(filter) of \(metadata): \(matches)" }
    }

    static let rows = [
        // Nothing is asked.
        Row("{}", "{}", true), Row(#"{"a":1}"#, "{}", true),
        // GravixLayer: "AND of key = value".
        Row(#"{"a":"x"}"#, #"{"a":"x"}"#, true), Row(#"{"a":"x"}"#, #"{"a":"X"}"#, false),
        Row(#"{"a":"x","b":1}"#, #"{"a":"x","b":1}"#, true), Row(#"{"a":"x","b":1}"#, #"{"a":"x","b":2}"#, false),
        Row(#"{"a":"x"}"#, #"{"a":"x","b":1}"#, false),
        Row(#"{"a":1}"#, #"{"a":1.0}"#, true), Row(#"{"a":1}"#, #"{"a":"1"}"#, false),
        Row(#"{"a":true}"#, #"{"a":true}"#, true), Row(#"{"a":true}"#, #"{"a":1}"#, false),
        Row(#"{"a":{"b":1}}"#, #"{"a":{"b":1}}"#, true), Row(#"{"a":{"b":1}}"#, #"{"a.b":1}"#, false),
        Row(#"{"a.b":1}"#, #"{"a.b":1}"#, true), Row(#"{"a":{}}"#, #"{"a":{}}"#, true),
        // "an array value means any-of".
        Row(#"{"a":"x"}"#, #"{"a":["x","y"]}"#, true), Row(#"{"a":"z"}"#, #"{"a":["x","y"]}"#, false),
        Row(#"{"a":"x"}"#, #"{"a":[]}"#, false), Row("{}", #"{"a":["x"]}"#, false), Row("{}", #"{"a":[null]}"#, true),
        // An array in the metadata equals each of its elements, and itself.
        Row(#"{"a":["x","y"]}"#, #"{"a":"x"}"#, true), Row(#"{"a":["x","y"]}"#, #"{"a":["y","z"]}"#, true),
        Row(#"{"a":["x","y"]}"#, #"{"a":{"$eq":["x","y"]}}"#, true),
        Row(#"{"a":["x","y"]}"#, #"{"a":{"$eq":["y","x"]}}"#, false),
        Row(#"{"a":["x","y"]}"#, #"{"a":{"$ne":"x"}}"#, false), Row(#"{"a":[]}"#, #"{"a":"x"}"#, false),
        // `null` equals an absent member.
        Row("{}", #"{"a":null}"#, true), Row(#"{"a":null}"#, #"{"a":null}"#, true),
        Row(#"{"a":0}"#, #"{"a":null}"#, false), Row("{}", #"{"a":{"$ne":null}}"#, false),
        Row(#"{"a":""}"#, #"{"a":{"$ne":null}}"#, true),
        // An absent member is unequal to everything else.
        Row("{}", #"{"a":{"$ne":1}}"#, true), Row("{}", #"{"a":{"$nin":[1,2]}}"#, true),
        Row(#"{"a":1}"#, #"{"a":{"$nin":[1,2]}}"#, false), Row(#"{"a":3}"#, #"{"a":{"$nin":[1,2]}}"#, true),
        Row(#"{"a":3}"#, #"{"a":{"$nin":[]}}"#, true), Row(#"{"a":1}"#, #"{"a":{"$in":[2,1]}}"#, true),
        // Order.
        Row(#"{"a":2}"#, #"{"a":{"$gt":1}}"#, true), Row(#"{"a":1}"#, #"{"a":{"$gt":1}}"#, false),
        Row(#"{"a":1}"#, #"{"a":{"$gte":1.0}}"#, true), Row(#"{"a":0.5}"#, #"{"a":{"$lt":1}}"#, true),
        Row(#"{"a":1}"#, #"{"a":{"$lte":1}}"#, true), Row(#"{"a":1.5}"#, #"{"a":{"$lte":1}}"#, false),
        Row(#"{"a":9007199254740993}"#, #"{"a":{"$gt":9007199254740992}}"#, true),
        Row(#"{"a":5}"#, #"{"a":{"$gte":1,"$lt":5}}"#, false), Row(#"{"a":4}"#, #"{"a":{"$gte":1,"$lt":5}}"#, true),
        Row(#"{"a":"2025-12-01T10:00:00Z"}"#, #"{"a":{"$gt":"2025-11-30"}}"#, true),
        Row(#"{"a":"b"}"#, #"{"a":{"$lte":"b"}}"#, true), Row(#"{"a":"b"}"#, #"{"a":{"$gte":"c"}}"#, false),
        Row(#"{"a":"10"}"#, #"{"a":{"$lt":"9"}}"#, true),
        // Different kinds have no order.
        Row(#"{"a":"5"}"#, #"{"a":{"$gt":1}}"#, false), Row(#"{"a":"5"}"#, #"{"a":{"$lte":1}}"#, false),
        Row(#"{"a":5}"#, #"{"a":{"$gt":"1"}}"#, false), Row("{}", #"{"a":{"$lt":1}}"#, false),
        Row(#"{"a":null}"#, #"{"a":{"$gte":0}}"#, false), Row(#"{"a":true}"#, #"{"a":{"$gte":0}}"#, false),
        Row(#"{"a":[5]}"#, #"{"a":{"$gt":1}}"#, false),
        // Presence.
        Row(#"{"a":0}"#, #"{"a":{"$exists":true}}"#, true), Row("{}", #"{"a":{"$exists":true}}"#, false),
        Row(#"{"a":null}"#, #"{"a":{"$exists":true}}"#, false), Row("{}", #"{"a":{"$exists":false}}"#, true),
        Row(#"{"a":null}"#, #"{"a":{"$exists":false}}"#, true), Row(#"{"a":1}"#, #"{"a":{"$exists":false}}"#, false),
        // Together.
        Row(#"{"a":1,"b":2}"#, #"{"$or":[{"a":2},{"b":2}]}"#, true),
        Row(#"{"a":1,"b":2}"#, #"{"$or":[{"a":2},{"b":3}]}"#, false),
        Row(#"{"a":1,"b":2}"#, #"{"$and":[{"a":1},{"b":2}]}"#, true),
        Row(#"{"a":1,"b":2}"#, #"{"$and":[{"a":1},{"b":3}]}"#, false),
        Row(#"{"a":1,"b":2}"#, #"{"a":1,"$or":[{"b":1},{"$and":[{"b":{"$gt":1}},{"b":{"$lt":3}}]}]}"#, true),
        Row(#"{"a":1}"#, #"{"$or":[{}]}"#, true),
        Row(#"{"$x":1}"#, #"{"a":null}"#, true),
    ]

    @Test(arguments: rows)
    func `a filter lets through what it says`(_ row: Row) throws {
        let metadata = try object(row.metadata)
        let filter = try VectorFilter(try object(row.filter))
        #expect(filter.matches(metadata) == row.matches)
        // As it travels on it means the same.
        let again = try VectorFilter(filter.object)
        #expect(again.matches(metadata) == row.matches)
        #expect(again.object == filter.object)
    }

    @Test(arguments: [
        (VectorFilter.equal("a", "x"), #"{"a":"x"}"#), (.oneOf("a", ["x", 1]), #"{"a":["x",1]}"#),
        (.equal("a", ["x"]), #"{"a":{"$eq":["x"]}}"#), (.equal("a", ["$gt": 1]), #"{"a":{"$eq":{"$gt":1}}}"#),
        (.equal("a", .null), #"{"a":null}"#), (.member("a", .notEqual(1)), #"{"a":{"$ne":1}}"#),
        (.member("a", .noneOf([1])), #"{"a":{"$nin":[1]}}"#), (.member("a", .greater(1)), #"{"a":{"$gt":1}}"#),
        (.member("a", .greaterOrEqual(1)), #"{"a":{"$gte":1}}"#), (.member("a", .less(1)), #"{"a":{"$lt":1}}"#),
        (.member("a", .lessOrEqual("z")), #"{"a":{"$lte":"z"}}"#),
        (.member("a", .exists(false)), #"{"a":{"$exists":false}}"#),
        (.all([]), "{}"),
        // One object where that says it, for platforms that know no operators.
        (.all([.equal("a", 1), .oneOf("b", [2, 3])]), #"{"a":1,"b":[2,3]}"#),
        (
            .all([.member("a", .greater(1)), .member("a", .less(5))]),
            #"{"$and":[{"a":{"$gt":1}},{"a":{"$lt":5}}]}"#
        ),
        (
            .any([.equal("a", 1), .all([.equal("a", 2), .equal("b", 3)])]),
            #"{"$or":[{"a":1},{"a":2,"b":3}]}"#
        ),
        (
            .all([.equal("a", 1), .any([.equal("b", 1), .equal("b", 2)])]),
            #"{"a":1,"$or":[{"b":1},{"b":2}]}"#
        ),
        (
            .all([.any([.equal("a", 1)]), .any([.equal("b", 2)])]),
            #"{"$and":[{"$or":[{"a":1}]},{"$or":[{"b":2}]}]}"#
        ),
    ])
    func `a filter is written as one object`(_ filter: VectorFilter, _ json: String) throws {
        #expect(try JSONValue.object(filter.object).jsonText() == json)
        #expect(try VectorFilter(filter.object).object == filter.object)
    }

    @Test(arguments: [
        (#"{"a":{"$regex":"x"}}"#, "'$regex' of 'a'"), (#"{"a":{"$gt":1,"b":2}}"#, "'b' of 'a'"),
        (#"{"$not":[{"a":1}]}"#, "'$not'"), (#"{"a":{"$in":"x"}}"#, "$in of 'a' takes an array"),
        (#"{"a":{"$nin":{"b":1}}}"#, "$nin of 'a' takes an array"),
        (#"{"a":{"$gt":true}}"#, "$gt of 'a' takes a number or a string"),
        (#"{"a":{"$lte":null}}"#, "$lte of 'a' takes a number or a string"),
        (#"{"a":{"$gte":[1]}}"#, "$gte of 'a' takes a number or a string"),
        (#"{"a":{"$exists":1}}"#, "$exists of 'a' takes true or false"), (#"{"$and":[]}"#, "$and takes an array"),
        (#"{"$or":{"a":1}}"#, "$or takes an array"), (#"{"$or":[1]}"#, "each an object"),
        (#"{"$and":[{"$or":[{"a":{"$x":1}}]}]}"#, "'$x' of 'a'"),
    ])
    func `a filter that makes no sense is refused with a sentence`(_ json: String, _ words: String) throws {
        let filter = try object(json)
        let error = #expect(throws: VectorFilterError.self) { try VectorFilter(filter) }
        #expect(error?.message.contains(words) == true)
        #expect(error?.message.hasSuffix(".") == true)
    }

    @Test func `a long key or operator does not make a long sentence`() throws {
        let filter: JSONObject = [
            String(repeating: "k", count: 10_000): ["$\(String(repeating: "x", count: 10_000))": 1]
        ]
        let error = #expect(throws: VectorFilterError.self) { try VectorFilter(filter) }
        #expect(error.map { $0.message.count < 400 } == true)
    }

    @Test(arguments: ["$and", "$or"])
    func `a filter may be nested so deep and no deeper`(_ name: String) throws {
        func nested(_ depth: Int) -> JSONObject {
            (0..<depth).reduce(["a": 1]) { inner, _ in [name: [.object(inner)]] }
        }
        #expect(try VectorFilter(nested(VectorFilter.maximumDepth)).matches(["a": 1]))
        for depth in [VectorFilter.maximumDepth + 1, 200] {
            let error = #expect(throws: VectorFilterError.self) { try VectorFilter(nested(depth)) }
            #expect(error?.message.contains("deeper than 16") == true)
        }
    }

    @Test func `a filter may have so many values and no more`() throws {
        func list(_ count: Int) -> JSONObject { ["a": .array((0..<count).map { .integer($0) })] }
        #expect(try VectorFilter(list(VectorFilter.maximumSize - 1)).matches(["a": 9_998]))
        #expect(throws: VectorFilterError.self) { try VectorFilter(list(VectorFilter.maximumSize)) }
        let many: JSONObject = ["$or": .array((0..<VectorFilter.maximumSize).map { ["a": .integer($0)] })]
        #expect(throws: VectorFilterError.self) { try VectorFilter(many) }
    }

    private func object(_ json: String) throws -> JSONObject {
        try #require(try JSONValue(json: json).objectValue)
    }
}
