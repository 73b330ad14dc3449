import Foundation
import MartletAPI
import Testing

/// A property of any type, to see the schema of that type.
struct Holder<Value: Decodable>: Decodable {
    var value: Value

    static func schema(strict: Bool = false) throws -> JSONValue? {
        try JSONSchema(of: Self.self, strict: strict).value["properties"]?["value"]
    }
}

@Suite struct JSONSchemaTypesTests {
    enum Unit: String, CaseIterable, Decodable { case celsius, fahrenheit }
    enum Level: Int, CaseIterable, Decodable {
        case low = 1
        case high = 3
    }
    enum Step: UInt8, CaseIterable, Decodable {
        case small = 1
        case large = 200
    }
    enum Ratio: Double, CaseIterable, Decodable {
        case half = 0.5
        case whole = 1
    }
    struct Color: RawRepresentable, Decodable { var rawValue: String }
    struct Flags: OptionSet, Decodable { var rawValue: Int }
    struct Point: Decodable { var x: Int }
    struct Empty: Decodable {}

    static let types: [(name: String, schema: @Sendable () throws -> JSONValue?, expected: JSONValue)] = [
        ("String", { try Holder<String>.schema() }, ["type": "string"]),
        ("Bool", { try Holder<Bool>.schema() }, ["type": "boolean"]),
        ("Int", { try Holder<Int>.schema() }, ["type": "integer"]),
        ("Int8", { try Holder<Int8>.schema() }, ["type": "integer"]),
        ("Int16", { try Holder<Int16>.schema() }, ["type": "integer"]),
        ("Int32", { try Holder<Int32>.schema() }, ["type": "integer"]),
        ("Int64", { try Holder<Int64>.schema() }, ["type": "integer"]),
        ("Int128", { try Holder<Int128>.schema() }, ["type": "integer"]),
        ("UInt", { try Holder<UInt>.schema() }, ["type": "integer", "minimum": 0]),
        ("UInt8", { try Holder<UInt8>.schema() }, ["type": "integer", "minimum": 0]),
        ("UInt16", { try Holder<UInt16>.schema() }, ["type": "integer", "minimum": 0]),
        ("UInt32", { try Holder<UInt32>.schema() }, ["type": "integer", "minimum": 0]),
        ("UInt64", { try Holder<UInt64>.schema() }, ["type": "integer", "minimum": 0]),
        ("UInt128", { try Holder<UInt128>.schema() }, ["type": "integer", "minimum": 0]),
        ("Double", { try Holder<Double>.schema() }, ["type": "number"]),
        ("Float", { try Holder<Float>.schema() }, ["type": "number"]),
        ("Decimal", { try Holder<Decimal>.schema() }, ["type": "number"]),
        ("CGFloat", { try Holder<CGFloat>.schema() }, ["type": "number"]),
        ("Date", { try Holder<Date>.schema() }, ["type": "string", "format": "date-time"]),
        ("URL", { try Holder<URL>.schema() }, ["type": "string", "format": "uri"]),
        ("UUID", { try Holder<UUID>.schema() }, ["type": "string", "format": "uuid"]),
        ("Data", { try Holder<Data>.schema() }, ["type": "string", "contentEncoding": "base64"]),
        ("JSONValue", { try Holder<JSONValue>.schema() }, [:]),
        ("a wire type", { try Holder<ChatMessage>.schema() }, [:]),
        ("ToolCallID", { try Holder<ToolCallID>.schema() }, ["type": "string"]),
        ("[Int]", { try Holder<[Int]>.schema() }, ["type": "array", "items": ["type": "integer"]]),
        (
            "[[String]]", { try Holder<[[String]]>.schema() },
            ["type": "array", "items": ["type": "array", "items": ["type": "string"]]]
        ),
        (
            "ContiguousArray", { try Holder<ContiguousArray<Int>>.schema() },
            ["type": "array", "items": ["type": "integer"]]
        ),
        (
            "Set", { try Holder<Set<String>>.schema() },
            ["type": "array", "items": ["type": "string"], "uniqueItems": true]
        ),
        (
            "ClosedRange", { try Holder<ClosedRange<Int>>.schema() },
            ["type": "array", "items": ["type": "integer"], "minItems": 2]
        ),
        (
            "[String: Bool]", { try Holder<[String: Bool]>.schema() },
            ["type": "object", "additionalProperties": ["type": "boolean"]]
        ),
        (
            "[Int: Bool]", { try Holder<[Int: Bool]>.schema() },
            ["type": "object", "additionalProperties": ["type": "boolean"]]
        ),
        ("[Int?]", { try Holder<[Int?]>.schema() }, ["type": "array", "items": ["type": ["integer", "null"]]]),
        (
            "[Unit?]", { try Holder<[Unit?]>.schema() },
            [
                "type": "array",
                "items": ["anyOf": [["type": "string", "enum": ["celsius", "fahrenheit"]], ["type": "null"]]],
            ]
        ),
        ("enum of strings", { try Holder<Unit>.schema() }, ["type": "string", "enum": ["celsius", "fahrenheit"]]),
        ("enum of integers", { try Holder<Level>.schema() }, ["type": "integer", "enum": [1, 3]]),
        ("enum of small integers", { try Holder<Step>.schema() }, ["type": "integer", "enum": [1, 200]]),
        ("enum of numbers", { try Holder<Ratio>.schema() }, ["type": "number", "enum": [0.5, 1.0]]),
        ("struct with a raw value", { try Holder<Color>.schema() }, ["type": "string"]),
        ("option set", { try Holder<Flags>.schema() }, ["type": "integer"]),
        (
            "struct", { try Holder<Point>.schema() },
            [
                "type": "object", "properties": ["x": ["type": "integer"]], "required": ["x"],
                "additionalProperties": false,
            ]
        ),
        (
            "empty struct", { try Holder<Empty>.schema() },
            ["type": "object", "properties": [:], "additionalProperties": false]
        ),
    ]

    @Test(arguments: types.indices)
    func `every type has the schema of its JSON`(index: Int) throws {
        let type = Self.types[index]
        #expect(try type.schema() == type.expected, "\(type.name)")
    }

    @Test func `integers stay integers in the text of the schema`() throws {
        #expect(try Holder<UInt>.schema()?.jsonText() == #"{"type":"integer","minimum":0}"#)
        #expect(try Holder<Level>.schema()?.jsonText() == #"{"type":"integer","enum":[1,3]}"#)
    }

    @Test func `a type that is no object is its own schema`() throws {
        #expect(try JSONSchema(of: String.self) == ["type": "string"])
        #expect(try JSONSchema(of: [Unit].self).value["items"]?["enum"] == ["celsius", "fahrenheit"])
        #expect(try JSONSchema(of: Int?.self) == ["type": ["integer", "null"]])
    }
}
