import MartletAPI
import Testing

/// The types that are one thing or another on the wire.
@Suite struct ChoiceTypesTests {
    @Test(
        arguments: [
            (#""auto""#, .auto), (#""none""#, .none), (#""required""#, .required), (#""any""#, .unknown("any")),
            (#"{"type":"function","function":{"name":"f"}}"#, .function("f")),
            (#"{"function":{"name":"f"},"type":"function"}"#, .function("f")),
            (#"{"type":"function","name":"f"}"#, .unknown(["type": "function", "name": "f"])),
        ] as [(String, ToolChoice)])
    func `a tool choice is a word or a function`(json: String, choice: ToolChoice) throws {
        #expect(try ToolChoice(json: json) == choice)
        #expect(try JSONValue(json: choice.jsonBytes()) == JSONValue(json: json))
    }

    @Test(arguments: [
        (#""a""#, ["a"], #""a""#), (#"["a"]"#, ["a"], #""a""#), (#"["a","b"]"#, ["a", "b"], #"["a","b"]"#),
        ("[]", [], "[]"),
    ])
    func `stop sequences are a string or an array, and one is written as a string`(
        json: String, sequences: [String], written: String
    ) throws {
        let stop = try StopSequences(json: json)
        #expect(stop.sequences == sequences)
        #expect(try stop.jsonText() == written)
    }

    @Test func `a response format that would lose something is kept whole`() throws {
        let known = try ResponseFormat(
            json:
                #"{"type":"json_schema","json_schema":{"name":"n","schema":{"a":1},"strict":true,"description":null}}"#)
        #expect(known == .jsonSchema(name: "n", schema: ["a": 1], strict: true))
        for json in [
            #"{"type":"json_schema","json_schema":{"name":"n","schema":{},"x":1}}"#,
            #"{"type":"json_schema","json_schema":{"schema":{}}}"#,
            #"{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":"yes"}}"#, #"{"type":"text","x":1}"#,
            #"{"type":"regex"}"#,
        ] {
            let value = try JSONValue(json: json)
            #expect(try ResponseFormat(json: json) == .unknown(value))
        }
        #expect(throws: JSONError.self) { try ResponseFormat(json: #""json""#) }
    }
}
