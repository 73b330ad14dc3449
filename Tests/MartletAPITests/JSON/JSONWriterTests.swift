import MartletAPI
import Testing

@Suite struct JSONWriterTests {
    @Test(arguments: [
        ("", #""""#), ("a", #""a""#), ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}", #""\u0000""#),
        ("\u{1F}x", #""\u001fx""#), ("\u{B}", #""\u000b""#), ("\u{7F}é漢😀", "\"\u{7F}é漢😀\""),
        ("a\"b\\c\nd", #""a\"b\\c\nd""#),
        ("12345678\"12345678\n", #""12345678\"12345678\n""#), ("1234567\\", #""1234567\\""#),
    ])
    func `only what must be escaped is`(string: String, text: String) throws {
        #expect(try JSONValue.string(string).jsonText() == text)
        #expect(try JSONValue.object([string: 1]).jsonText() == "{\(text):1}")
    }

    @Test(arguments: 0..<24)
    func `an escape is found wherever it stands`(length: Int) throws {
        let padding = String(repeating: "é", count: length / 2) + String(repeating: "x", count: length)
        for character in ["\"", "\\", "\u{1F}", "\n"] {
            let string = padding + character + padding
            #expect(try JSONValue(json: JSONValue.string(string).jsonText()) == .string(string))
        }
    }

    @Test func `commas stand between and nowhere else`() throws {
        let value: JSONValue = [[], [[]], [:], [1, [2], 3], ["a": [], "b": [:], "c": ["d": [nil, true, false]]]]
        #expect(try value.jsonText() == #"[[],[[]],{},[1,[2],3],{"a":[],"b":{},"c":{"d":[null,true,false]}}]"#)
    }

    @Test func `an unmodelled member replaces the field of its name and is written once`() throws {
        var request = ChatCompletionRequest(model: "m", messages: [.user("a")])
        request.temperature = 1
        request.additionalProperties = ["temperature": 0.25, "top_k": 40]
        #expect(
            try request.jsonText()
                == #"{"model":"m","messages":[{"role":"user","content":"a"}],"temperature":0.25,"top_k":40}"#)
        var message = ChatMessage(role: .assistant, content: nil)
        message.additionalProperties = ["content": 5]
        #expect(try message.jsonText() == #"{"role":"assistant","content":5}"#)
    }

    @Test func `what replaces a field of an object leaves those of the objects in it alone`() throws {
        var function = FunctionDefinition(name: "f")
        function.additionalProperties = ["x": 1]
        var tool = ToolDefinition(type: .function, function: function)
        tool.additionalProperties = ["name": "outer", "type": "custom"]
        #expect(
            try tool.jsonText() == #"{"function":{"name":"f","x":1},"name":"outer","type":"custom"}"#)
    }

    @Test func `the same value is the same text`() throws {
        var request = ChatCompletionRequest(model: "m", messages: [])
        request.metadata = ["b": "1", "a": "2", "c": "3"]
        #expect(try request.jsonText() == #"{"model":"m","messages":[],"metadata":{"a":"2","b":"1","c":"3"}}"#)
    }
}
