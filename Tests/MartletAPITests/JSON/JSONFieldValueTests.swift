import MartletAPI
import Testing

/// Reads a member as a type; what cannot be read is kept.
private func read<Value: JSONFieldValue>(_ type: Value.Type, _ text: String) throws -> (value: Value?, kept: JSONValue?)
{
    try JSONReader.read(Array(#"{"member":\#(text)}"#.utf8)) { (reader) throws(JSONError) in
        var value: Value?
        var kept: JSONObject = [:]
        try reader.beginObject()
        while let key = try reader.nextKey() { try reader.readField(key, into: &value, keepingIn: &kept) }
        return (value, kept["member"])
    }
}

@Suite struct JSONFieldValueTests {
    @Test(arguments: [
        ("5", 5), ("-5", -5), ("5.9", 5), ("-5.9", -5), ("1.7e9", 1_700_000_000), (#""5""#, 5), (#""5.9""#, 5),
        (#""1e3""#, 1_000),
        ("1755000000.123", 1_755_000_000), (#""9223372036854775807""#, Int.max), ("-9223372036854775808.0", Int.min),
    ])
    func `T23 an integer is read from whatever number is meant`(text: String, integer: Int) throws {
        let read = try read(Int.self, text)
        #expect(read.value == integer)
        #expect(read.kept == nil)
    }

    @Test(arguments: [
        "true", "[]", "{}", #""""#, #""five""#, "9223372036854775808", "-1e30", #""nan""#, #""inf""#, #""1e30""#,
        #""2024-01-01T00:00:00Z""#,
    ])
    func `what is no integer is kept`(text: String) throws {
        let read = try read(Int.self, text)
        #expect(read.value == nil)
        #expect(read.kept == (try JSONValue(json: text)))
    }

    @Test(arguments: [
        (#""a""#, "a"), ("5", "5"), ("-1.50", "-1.50"), ("18446744073709551615", "18446744073709551615"),
        ("1E5", "1E5"), ("true", "true"),
        ("false", "false"),
    ])
    func `T23 a text is read from numbers as they stand, and from booleans`(text: String, string: String) throws {
        #expect(try read(String.self, text).value == string)
        #expect(try read(ModelID.self, text).value == ModelID(rawValue: string))
    }

    @Test(arguments: [
        ("true", true), ("false", false), (#""true""#, true), (#""True""#, true), (#""FALSE""#, false), ("1", true),
        ("0", false),
    ])
    func `T23 a boolean is read from its text and from 0 and 1`(text: String, bool: Bool) throws {
        #expect(try read(Bool.self, text).value == bool)
    }

    @Test(arguments: ["2", "1.0", #""yes""#, #""""#, "[]", "{}"])
    func `what is no boolean is kept`(text: String) throws {
        let read = try read(Bool.self, text)
        #expect(read.value == nil)
        #expect(read.kept == (try JSONValue(json: text)))
    }

    @Test(
        arguments: [("1", 1), ("1.5", 1.5), (#""1.5""#, 1.5), ("-0.0", -0.0), (#""1e2""#, 100)] as [(String, Double)])
    func `T23 a number is read from its text`(text: String, double: Double) throws {
        #expect(try read(Double.self, text).value?.bitPattern == double.bitPattern)
    }

    @Test(arguments: ["true", #""nan""#, #""infinity""#, #""""#, #""1,5""#, "[1]"])
    func `what is no finite number is kept`(text: String) throws {
        let read = try read(Double.self, text)
        #expect(read.value == nil)
        #expect(read.kept == (try JSONValue(json: text)))
    }

    @Test func `an array is read when all of its elements can be, and kept whole otherwise`() throws {
        #expect(try read([Int].self, "[1,2]").value == [1, 2])
        #expect(try read([Int].self, "[]").value == [])
        #expect(try read([JSONValue].self, "[1,null]").value == [1, nil])
        for text in [#"[1,"x",3]"#, "[1,null]", "[[1]]", #"{"0":1}"#, "7"] {
            let read = try read([Int].self, text)
            #expect(read.value == nil)
            #expect(read.kept == (try JSONValue(json: text)))
        }
    }

    @Test func `an object is read when all of its values can be, and kept whole otherwise`() throws {
        #expect(try read([String: Int].self, #"{"a":1,"b":"2"}"#).value == ["a": 1, "b": 2])
        for text in [#"{"a":1,"b":{}}"#, #"{"a":null}"#, "[1]"] {
            let read = try read([String: Int].self, text)
            #expect(read.value == nil)
            #expect(read.kept == (try JSONValue(json: text)))
        }
    }

    @Test(arguments: [#""text""#, "7", "true", "[]", "[{}]"])
    func `an object of a wire type that is something else is kept`(text: String) throws {
        #expect(try read(CompletionUsage.self, text).kept == (try JSONValue(json: text)))
        #expect(try read(ChatMessage.self, text).kept == (try JSONValue(json: text)))
        #expect(try read(Model.self, text).kept == (try JSONValue(json: text)))
    }

    @Test func `an object that lacks what it needs is kept`() throws {
        #expect(try read(Model.self, #"{"name":"m"}"#).kept == ["name": "m"])
        #expect(try read(FunctionDefinition.self, #"{"name":null}"#).kept == ["name": nil])
    }

    @Test(arguments: [
        #"{"member":[1,}"#, #"{"member":{"a" 1}}"#, #"{"member":tru}"#, #"{"member":"a}"#, #"{"member":{x:1}}"#,
    ])
    func `text that is not JSON is an error whatever the type`(text: String) {
        func attempt<Value: JSONFieldValue>(_ type: Value.Type) {
            #expect(throws: JSONError.self) {
                try JSONReader.read(Array(text.utf8)) { (reader) throws(JSONError) in
                    var value: Value?
                    var kept: JSONObject = [:]
                    try reader.beginObject()
                    while let key = try reader.nextKey() { try reader.readField(key, into: &value, keepingIn: &kept) }
                }
            }
        }
        attempt(Int.self)
        attempt(String.self)
        attempt([Int].self)
        attempt([String: Int].self)
        attempt(ChatMessage.self)
        attempt(StopSequences.self)
        attempt(JSONValue.self)
    }

    @Test func `the whole of a wire type that is another type is an error`() throws {
        for text in ["[]", "1", #""a""#, "null"] {
            let error = try #require(throws: JSONError.self) { try ChatMessage(json: text) }
            #expect(error.code == .typeMismatch)
        }
        let error = try #require(throws: JSONError.self) { try ChatCompletionRequest(json: #"{"model":"m"}"#) }
        #expect(error.code == .missingField)
    }
}
