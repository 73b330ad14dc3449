import MartletAPI
import Testing

@Suite struct JSONSchemaValidationTests {
    static let valid: [(schema: JSONValue, value: JSONValue)] = [
        ([:], ["anything": [1]]), (true, 1), (["type": "integer"], 1), (["type": "integer"], 1.0),
        (["type": "integer"], 1e300), (["type": "number"], 1), (["type": "number"], 1.5), (["type": "null"], nil),
        (["type": ["string", "null"]], nil), (["enum": ["a", 1]], 1.0), (["const": ["a": 1]], ["a": 1]),
        (["minimum": 0, "maximum": 2], 0), (["minimum": 0.5], 0.5), (["minimum": 0], "not a number"),
        (["minLength": 1, "maxLength": 1], "é"), (["minItems": 1, "maxItems": 2], [1, 2]),
        (["uniqueItems": true], [1, 2]), (["items": ["type": "string"]], []),
        (["properties": ["a": ["type": "string"]]], ["b": 1]), (["additionalProperties": true], ["b": 1]),
        (["additionalProperties": ["type": "integer"]], ["b": 1]),
        (["anyOf": [["type": "string"], ["type": "null"]]], nil),
        (["oneOf": [["type": "string"], ["type": "integer"]]], 1),
        (["allOf": [["type": "integer"], ["minimum": 1]]], 1),
        (["pattern": "^x$", "format": "uri", "unheard-of": 1], "y"),
        (["$ref": "#/$defs/a~1b~0c", "$defs": ["a/b~c": ["type": "integer"]]], 1),
        (["properties": ["next": ["$ref": "#"]], "additionalProperties": false], ["next": ["next": [:]]]),
    ]

    @Test(arguments: valid.indices)
    func `a value that fits has no problems`(index: Int) {
        let (schema, value) = Self.valid[index]
        #expect(JSONSchema(schema).validate(value) == [])
    }

    static let invalid: [(schema: JSONValue, value: JSONValue, problems: [String])] = [
        (false, 1, ["is not allowed"]),
        (["type": "integer"], "1", ["expected an integer, found a string"]),
        (["type": "integer"], 1.5, ["expected an integer, found a number"]),
        (["type": "string"], nil, ["expected a string, found null"]),
        (["type": ["string", "null"]], true, ["expected a string or null, found a boolean"]),
        (["type": "object"], [], ["expected an object, found an array"]),
        (["enum": ["a", 2]], "b", [#"must be one of "a", 2"#]),
        (["const": "a"], "b", [#"must be "a""#]),
        (["minimum": 0], -1, ["must be at least 0"]),
        (["maximum": 1.5], 2, ["must be at most 1.5"]),
        (["minLength": 2], "a", ["must be at least 2 characters"]),
        (["maxLength": 1], "ab", ["must be at most 1 characters"]),
        (["minItems": 1], [], ["must be at least 1 elements"]),
        (["maxItems": 1], [1, 2], ["must be at most 1 elements"]),
        (["uniqueItems": true], [1, 1], ["the elements must differ from each other"]),
        (["items": ["type": "string"]], ["a", 1], ["/1: expected a string, found an integer"]),
        (["required": ["a", "b"]], ["b": 1], ["/a: is required"]),
        (["additionalProperties": false], ["a/b~c": 1], ["/a~1b~0c: there is no such property"]),
        (["additionalProperties": ["type": "integer"]], ["a": "x"], ["/a: expected an integer, found a string"]),
        (["properties": ["a": ["properties": ["b": false]]]], ["a": ["b": 1]], ["/a/b: is not allowed"]),
        (["anyOf": [["type": "string"], ["type": "integer"]]], nil, ["fits none of the allowed schemas"]),
        (["anyOf": [["enum": ["a"]], ["type": "null"]]], "b", [#"must be one of "a""#]),
        (["oneOf": [["type": "string"], ["type": "integer"]]], nil, ["fits none of the allowed schemas"]),
        (
            ["oneOf": [["type": "number"], ["type": "integer"]]], 1,
            ["fits more than one of the schemas of which it must fit one"]
        ),
        (["allOf": [["type": "integer"], ["minimum": 2]]], 1, ["must be at least 2"]),
        (["$ref": "#/$defs/a"], 1, ["the schema refers to '#/$defs/a', which it does not define"]),
        (["$ref": "https://example.com"], 1, ["the schema refers to 'https://example.com', which it does not define"]),
    ]

    @Test(arguments: invalid.indices)
    func `every problem is named with its place`(index: Int) {
        let (schema, value, problems) = Self.invalid[index]
        #expect(JSONSchema(schema).validate(value) == problems)
    }

    @Test func `all problems of a value are found, up to twenty`() {
        let schema: JSONSchema = [
            "type": "object", "properties": ["a": ["type": "string"], "b": ["type": "integer"]],
            "required": ["a", "c"],
            "additionalProperties": false,
        ]
        #expect(
            schema.validate(["a": 1, "b": "x", "d": 1]) == [
                "/c: is required", "/a: expected a string, found an integer", "/b: expected an integer, found a string",
                "/d: there is no such property",
            ])
        let many = JSONValue.array((0..<1000).map { .integer($0) })
        #expect((["items": ["type": "string"]] as JSONSchema).validate(many).count == 20)
    }

    @Test func `a schema that refers to itself without end ends`() {
        let loop: JSONSchema = ["$ref": "#"]
        #expect(loop.validate(1) == ["too deep or too large to check"])
        let fork: JSONSchema = ["anyOf": [["$ref": "#"], ["$ref": "#"]]]
        #expect(!fork.validate(1).isEmpty)
        let wide: JSONSchema = ["allOf": [["$ref": "#"], ["$ref": "#"]]]
        #expect(!wide.validate(1).isEmpty)
    }

    @Test func `a value that nests too deeply is a problem`() {
        var value: JSONValue = [:]
        for _ in 0..<200 { value = ["next": value] }
        let schema: JSONSchema = ["properties": ["next": ["$ref": "#"]]]
        #expect(schema.validate(value).count == 1)
        #expect(schema.validate(value).first?.hasSuffix("too deep or too large to check") == true)
    }

    @Test func `a check that takes too many steps ends`() {
        let choices = JSONValue.array((0..<200).map { ["const": .integer($0)] })
        let schema: JSONSchema = ["items": ["anyOf": choices]]
        let value = JSONValue.array(Array(repeating: 199, count: 1000))
        let problems = schema.validate(value)
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix("too deep or too large to check") == true)
    }
}
