import MartletAPI
import Testing

@Suite struct ResponseRequestTests {
    @Test func `T58 a request sends what was set and nothing else`() throws {
        #expect(try ResponseRequest(model: "m", input: "hi").jsonText() == #"{"model":"m","input":"hi"}"#)
        #expect(try ResponseRequest().jsonText() == "{}")
    }

    @Test func `T58 an explicit value is sent even when it is the default`() throws {
        var request = ResponseRequest(model: "m", input: [])
        request.store = false
        request.stream = false
        request.background = false
        request.temperature = 0
        request.maxOutputTokens = 1
        #expect(
            try request.jsonText()
                == #"{"model":"m","input":[],"background":false,"max_output_tokens":1,"store":false,"stream":false,"#
                + #""temperature":0.0}"#)
    }

    @Test func `T58 no tools are not sent as an empty array`() throws {
        var request = ResponseRequest(model: "m", input: "hi")
        request.tools = []
        #expect(try request.jsonText() == #"{"model":"m","input":"hi"}"#)
        #expect(try ResponseRequest(json: #"{"model":"m","input":"hi","tools":[]}"#).tools == nil)
    }

    @Test func `a text is a message of the user`() {
        #expect(ResponseInput.text("hi").items == [.user("hi")])
        #expect(ResponseInput.items([.system("s")]).items == [.system("s")])
    }

    @Test func `T62 integers of a schema stay integers, and its members keep their order`() throws {
        let schema = #"{"type":"object","properties":{"z":{"type":"integer","minimum":1},"a":{"type":"number"}}}"#
        let json =
            #"{"model":"m","text":{"format":{"type":"json_schema","name":"n","schema":\#(schema),"strict":true}},"#
            + #""tools":[{"type":"function","name":"f","parameters":\#(schema),"strict":false}]}"#
        #expect(try ResponseRequest(json: json).jsonText() == json)
    }

    @Test func `a function without arguments has the schema that OpenAI requires, and is not strict by default`() throws
    {
        #expect(
            try ResponseTool.function("f").jsonText()
                == #"{"type":"function","name":"f","parameters":{"type":"object","properties":{}},"strict":false}"#)
    }

    @Test func `a fraction of a token is not cut`() throws {
        let request = try ResponseRequest(json: #"{"max_output_tokens":1.5}"#)
        #expect(request.maxOutputTokens == nil)
        #expect(request.additionalProperties["max_output_tokens"] == 1.5)
    }

    @Test(arguments: [
        (#""auto""#, ResponseToolChoice.auto), (#""none""#, .none), (#""required""#, .required),
        (#"{"type":"function","name":"f"}"#, .function("f")), (#"{"name":"f","type":"custom"}"#, .custom("f")),
        (#"{"type":"file_search"}"#, .unknown(["type": "file_search"])),
        (#"{"type":"mcp","name":"f"}"#, .unknown(["type": "mcp", "name": "f"])), ("7", .unknown(7)),
    ])
    func `a tool choice is read`(_ json: String, _ choice: ResponseToolChoice) throws {
        #expect(try ResponseToolChoice(json: json) == choice)
    }

    @Test(arguments: [
        (#"{"type":"text"}"#, ResponseTextFormat.text), (#"{"type":"json_object"}"#, .jsonObject),
        (
            #"{"type":"json_schema","name":"n","schema":{},"strict":true,"description":"d"}"#,
            .jsonSchema(name: "n", schema: [:], description: "d", strict: true)
        ),
        (#"{"type":"json_schema","schema":{}}"#, .unknown(["type": "json_schema", "schema": [:]])),
        (#"{"type":"text","x":1}"#, .unknown(["type": "text", "x": 1])),
    ])
    func `a form of text is read`(_ json: String, _ format: ResponseTextFormat) throws {
        #expect(try ResponseTextFormat(json: json) == format)
        #expect(try ResponseTextFormat(json: format.jsonText()) == format)
    }
}
