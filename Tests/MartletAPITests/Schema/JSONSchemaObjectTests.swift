import MartletAPI
import Testing

@Suite struct JSONSchemaObjectTests {
    struct Query: Decodable {
        enum Unit: String, CaseIterable, Decodable { case celsius, fahrenheit }
        struct Place: Decodable {
            var city: String
            var country: String?
        }
        enum CodingKeys: String, CodingKey {
            case place
            case unit
            case dayCount = "day_count"
            case tags
            case spread
        }

        var place: Place
        var unit: Unit?
        var dayCount: Int
        var tags: [String]?
        var spread: Double??
    }

    @Test func `properties have the names of the coding keys, in their order`() throws {
        let schema = try JSONSchema(of: Query.self).value
        #expect(schema["properties"]?.objectValue?.keys == ["place", "unit", "day_count", "tags", "spread"])
        #expect(schema["required"] == ["place", "day_count"])
        #expect(schema["additionalProperties"] == false)
    }

    @Test func `what may be absent is not required and keeps its type`() throws {
        let schema = try JSONSchema(of: Query.self).value
        #expect(schema["properties"]?["unit"] == ["type": "string", "enum": ["celsius", "fahrenheit"]])
        #expect(schema["properties"]?["tags"] == ["type": "array", "items": ["type": "string"]])
        #expect(schema["properties"]?["place"]?["required"] == ["city"])
        #expect(schema["properties"]?["place"]?["properties"]?["country"] == ["type": "string"])
        #expect(schema["properties"]?["spread"] == ["type": ["number", "null"]])
    }

    @Test func `the text of a schema is what it is`() throws {
        #expect(
            try JSONSchema(of: Query.Place.self).value.jsonText()
                == #"{"type":"object","properties":{"city":{"type":"string"},"country":{"type":"string"}},"#
                + #""required":["city"],"additionalProperties":false}"#)
    }

    @Test func `all optional properties may be absent`() throws {
        struct Scalars: Decodable {
            var a: String?
            var b: Bool?
            var c: Int?
            var d: Double?
            var e: Float?
            var f: Int8?
            var g: UInt64?
            var h: Int128?
        }
        let schema = try JSONSchema(of: Scalars.self).value
        #expect(schema["properties"]?.objectValue?.count == 8)
        #expect(schema["required"] == nil)
        #expect(schema["properties"]?["h"] == ["type": "integer"])
    }

    @Test func `a generic type has a schema for each of its arguments`() throws {
        struct Pair<First: Decodable, Second: Decodable>: Decodable {
            var first: First
            var second: Second
        }
        let schema = try JSONSchema(of: Pair<Int, Pair<String, Bool>>.self).value
        #expect(schema["properties"]?["first"] == ["type": "integer"])
        #expect(schema["properties"]?["second"]?["properties"]?["second"] == ["type": "boolean"])
    }

    // MARK: Descriptions

    struct Described: Decodable, JSONSchemaDescribed {
        var city: String
        var place: Query.Place
        var note: String?
        static let schemaDescription: String? = "What to look up"
        static let schemaDescriptions = ["city": "Such as 'Oslo'", "place": "Where it is"]
    }

    @Test func `a type describes itself and its properties`() throws {
        let schema = try JSONSchema(of: Described.self).value
        #expect(schema["description"] == "What to look up")
        #expect(schema["properties"]?["city"] == ["type": "string", "description": "Such as 'Oslo'"])
        #expect(schema["properties"]?["place"]?["description"] == "Where it is")
        #expect(schema["properties"]?["place"]?["type"] == "object")
        #expect(schema["properties"]?["note"] == ["type": "string"])
    }

    @Test func `a property's description is nearer than that of its type`() throws {
        struct Outer: Decodable, JSONSchemaDescribed {
            var inner: Described
            var other: Described
            static let schemaDescriptions = ["inner": "The first"]
        }
        let schema = try JSONSchema(of: Outer.self).value
        #expect(schema["properties"]?["inner"]?["description"] == "The first")
        #expect(schema["properties"]?["other"]?["description"] == "What to look up")
    }

    @Test func `an enum describes itself`() throws {
        enum Mood: String, CaseIterable, Decodable, JSONSchemaDescribed {
            case good, bad
            static var schemaDescription: String? { "How it feels" }
        }
        #expect(
            try JSONSchema(of: Mood.self)
                == ["type": "string", "enum": ["good", "bad"], "description": "How it feels"])
    }

    @Test func `a written schema is passed on untouched`() {
        let value: JSONValue = ["$comment": "mine", "type": ["object"], "x-own": 1.0]
        #expect(JSONSchema(value).value == value)
        #expect(["type": "string"] as JSONSchema == JSONSchema(["type": "string"]))
    }
}
