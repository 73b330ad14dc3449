import MartletAPI
import Testing

/// RFC 8259, case by case. The cases are those that JSON test suites agree on; where the RFC leaves a choice, the name of
/// the test says what ours is.
@Suite struct JSONReaderConformanceTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1.5", "\"\"", "[]", "{}", " [ ] ", "\t{\r\n}\n", "[[]   ]",
        "[null, 1, \"1\", {}]",
        "[1\n,2 ,\t3]", "{\"a\":[]}", "{ \"a\" : 1 , \"b\" : { \"c\" : [ { } ] } }", "{\"\":0}", "{\"a\":1,\"a\":2}",
        "[false]",
        "[\"a\",\"b\"]", "[1e1]", "[1E+2]", "[1.25e-3]", "[-1]", "[0e1]", "[0e+1]", "[123456789]", "[-0.0]",
        "[\"\u{7F}\"]",
        "[\"/\"]", "{\"\\u0000\":1}", "[\"\u{2028}\u{2029}\"]", "[\"\u{10FFFF}\"]", "[\"\\uDBFF\\uDFFF\"]",
    ])
    func `valid JSON is read`(text: String) throws {
        #expect(throws: Never.self) { try JSONValue(json: text) }
        #expect(throws: Never.self) { try skip(Array(text.utf8)) }
    }

    @Test(arguments: [
        // Structure.
        "", " ", "[", "]", "{", "}", "[]]", "{}}", "[1]x", "[][]", "{]", "[}", "[1:2]", "[,]", "[,1]", "[1,]", "[1,,2]",
        "[1 true]",
        "[\"x\"", "[1,", "[\n", "[{", "[{\"\":", "{\"\":", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
        "{\"a\":1,,}",
        "{,}", "{,", "{\"a\" 1}", "{\"a\" b}", "{\"a\"::1}", "{:1}", "{1:1}", "{null:1}", "{a:1}", "{'a':1}",
        "{[:\"x\"}",
        "{\"x\",null}", "[\"x\", truth]", "{\"a\":1 \"b\"}", "{\"a\":1 2}", "{\"a\",}", "{\"a\":1}#", "{\"a\":1}/**/",
        "{\"a\":/*x*/1}", "[*]", "*", "<null>", "[<null>]", "[x]", "abc", "å", "[\u{2060}]", "\u{FEFF}", "\u{FEFF}{}",
        "[\u{0C}]", "[\u{0B}]", "[\u{A0}1]", "1]", "2@", "{\"a\": true} \"x\"",
        // Literals.
        "nul", "[nul]", "[tru]", "[fals]", "True", "NULL", "nulll", "[nux]", "[truE]", "truefalse",
        // Numbers.
        "-", "[-]", "[- 1]", "+1", "[+1]", "[++1]", "[01]", "[-01]", "[00]", "[1.]", "[-2.]", "[.1]", "[-.1]", "[1.e1]",
        "[0.e1]",
        "[1e]", "[1E+]", "[1e-]", "[1eE2]", "[0e+-1]", "[1.2.3]", "[1+2]", "[0x1]", "[1x]", "[1a]", "[1.2a-3]",
        "[1 000]", "[Inf]",
        "[NaN]", "[-NaN]", "[Infinity]", "[-Infinity]", "[\u{FF11}]", "1 2", "[1,2,3",
        // Strings.
        "\"", "\"a", "[\"a]", "[a\"]", "['a']", "[\"\\\"]", "[\"\\", "[\"\\a\"]", "[\"\\x00\"]", "[\"\\\u{0}\"]",
        "[\"\\é\"]", "[\"\\u\"]",
        "[\"\\u00A\"]", "[\"\\u00G0\"]", "[\"\\uD834\\uDd\"]", "[\"\\uD800\\\"]", "[\"\\uD800\\u\"]",
        "[\"\\uD800\\u1x\"]", "[\\u0020\"a\"]",
        "\"\"x", "\"\\UA66D\"", "[\"\\\\\\\"]", "[\"\\u 123\"]", "[\"\\u+123\"]",
    ])
    func `invalid JSON is an error about the text`(text: String) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(json: text) }
        #expect([.syntax, .unexpectedEnd].contains(error.code))
        #expect(throws: JSONError.self) { try skip(Array(text.utf8)) }
    }

    @Test(arguments: [
        "[", "{\"a\"", "{\"a\":", "[1,", "tru", "[\"abc", "[\"\\u00", "[\"\\", "-", "1.", "1e", "", "  ", "{\"a\":nu",
    ])
    func `text that only lacks its end says so`(text: String) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(json: text) }
        #expect(error.code == .unexpectedEnd)
        #expect(error.offset.map { $0 <= text.utf8.count } == true)
    }

    @Test func `an error names the place and not the payload`() throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(json: #"{"key":"secret" 1}"#) }
        #expect(error.offset == 16)
        #expect(error.description == "expected a comma or the end of the object (at byte 16)")
    }

    @Test func `of a name that occurs twice the last value wins`() throws {
        #expect(try JSONValue(json: #"{"a":1,"b":2,"a":3}"#) == ["a": 3, "b": 2])
        let chunk = try ChatCompletionChunk(
            json: #"{"id":{},"id":"a","model":"m","model":[],"object":"o","object":null}"#)
        #expect(chunk.id == "a")
        #expect(chunk.model == nil)
        #expect(chunk.object == nil)
        #expect(chunk.additionalProperties == ["model": []])
    }

    @Test func `members keep their order`() throws {
        let text = #"{"z":1,"a":{"y":2,"b":3},"m":[]}"#
        #expect(try JSONValue(json: text).jsonText() == text)
    }

    // MARK: Limits

    @Test(arguments: ["[", "{\"a\":"])
    func `nesting to the limit is read and beyond it is an error`(opening: String) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "1" + String(repeating: opening == "[" ? "]" : "}", count: depth)
        }
        #expect(throws: Never.self) { try JSONValue(json: nested(JSONReader.defaultDepthLimit)) }
        for depth in [JSONReader.defaultDepthLimit + 1, 100_000] {
            let error = try #require(throws: JSONError.self) { try JSONValue(json: nested(depth)) }
            #expect(error.code == .tooDeep)
            #expect(throws: JSONError.self) { try skip(Array(nested(depth).utf8)) }
        }
    }

    @Test func `siblings do not count as depth`() throws {
        let text = "[" + Array(repeating: "[[]]", count: 1_000).joined(separator: ",") + "]"
        #expect(throws: Never.self) {
            try JSONReader.read(Array(text.utf8), depthLimit: 3) { (reader) throws(JSONError) in try reader.readValue()
            }
        }
        #expect(throws: JSONError.self) {
            try JSONReader.read(Array(text.utf8), depthLimit: 2) { (reader) throws(JSONError) in try reader.readValue()
            }
        }
    }

    @Test func `a value that does not fit gives its depth back`() throws {
        // Each choice's message is tried as a message and kept as it is when it is none.
        let choices = Array(
            repeating: #"{"index":0,"message":[[[["x"]]]],"logprobs":{"content":[{"token":"a"},1]}}"#, count: 300)
        let completion = try ChatCompletion(json: #"{"choices":["# + choices.joined(separator: ",") + "]}")
        #expect(completion.choices.count == 300)
    }

    @Test func `typed values have the same depth limit`() throws {
        let schema = String(repeating: #"{"p":"#, count: 300) + "1" + String(repeating: "}", count: 300)
        let error = try #require(throws: JSONError.self) {
            try ChatCompletionRequest(json: #"{"messages":[],"x":"# + schema + "}")
        }
        #expect(error.code == .tooDeep)
    }

    @Test func `arrays that do not fit at many levels take linear time`() throws {
        var text = #"{"token":"a"}"#
        for _ in 0..<100 { text = #"{"token":"a","top_logprobs":[\#(text),1]}"# }
        let token = try TokenLogprob(json: text)
        #expect(token.topLogprobs == nil)
        #expect(try TokenLogprob(json: token.jsonBytes()) == token)
    }

    private func skip(_ bytes: [UInt8]) throws {
        try JSONReader.read(bytes) { (reader) throws(JSONError) in try reader.skipValue() }
    }
}
