import Foundation
import MartletAPI
import Testing

@Suite struct JSONSchemaStrictTests {
    enum Unit: String, CaseIterable, Decodable { case celsius, fahrenheit }
    struct Query: Decodable, JSONSchemaDescribed {
        struct Place: Decodable { var city: String? }
        var place: Place
        var unit: Unit?
        var days: Int?
        var other: Place?
        static let schemaDescriptions = ["days": "How many", "unit": "In which unit"]
    }

    @Test func `every property is required, and null stands for those that may be absent`() throws {
        let place: JSONValue = [
            "type": "object", "properties": ["city": ["type": ["string", "null"]]], "required": ["city"],
            "additionalProperties": false,
        ]
        var other = place.objectValue ?? [:]
        other["type"] = ["object", "null"]
        #expect(
            try JSONSchema(of: Query.self, strict: true) == [
                "type": "object",
                "properties": [
                    "place": place,
                    "unit": [
                        "anyOf": [["type": "string", "enum": ["celsius", "fahrenheit"]], ["type": "null"]],
                        "description": "In which unit",
                    ],
                    "days": ["type": ["integer", "null"], "description": "How many"],
                    "other": .object(other),
                ],
                "required": ["place", "unit", "days", "other"],
                "additionalProperties": false,
            ])
    }

    @Test func `keywords that strict mode refuses are left out`() throws {
        #expect(try Holder<Set<Int>>.schema(strict: true) == ["type": "array", "items": ["type": "integer"]])
        #expect(try Holder<URL>.schema(strict: true) == ["type": "string"])
        #expect(try Holder<Data>.schema(strict: true) == ["type": "string"])
        #expect(try Holder<Date>.schema(strict: true) == ["type": "string", "format": "date-time"])
    }

    @Test func `an object without properties has an empty list of required ones`() throws {
        struct Empty: Decodable {}
        #expect(try JSONSchema(of: Empty.self, strict: true).value["required"] == [])
    }

    @Test func `a double optional gets null once`() throws {
        #expect(try Holder<Int??>.schema(strict: true) == ["type": ["integer", "null"]])
        #expect(
            try Holder<Unit??>.schema(strict: true)
                == ["anyOf": [["type": "string", "enum": ["celsius", "fahrenheit"]], ["type": "null"]]])
    }

    @Test func `what strict mode cannot express is an error`() {
        let schemas: [() throws -> JSONValue?] = [
            { try Holder<[String: Int]>.schema(strict: true) }, { try Holder<JSONValue>.schema(strict: true) },
            { try Holder<[JSONValue]?>.schema(strict: true) }, { try Holder<ChatMessage>.schema(strict: true) },
        ]
        for schema in schemas {
            let error = #expect(throws: JSONSchemaError.self) { try schema() }
            #expect(error?.code == .notStrict)
            #expect(error?.path.hasPrefix("value") == true)
        }
    }
}
