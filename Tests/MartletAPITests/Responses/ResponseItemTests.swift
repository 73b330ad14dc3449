import MartletAPI
import Testing

@Suite struct ResponseItemTests {
    private func item(_ json: String) throws -> ResponseItem { try ResponseItem(json: json) }

    @Test func `a message may come without a type, and is written with one`() throws {
        let message = try item(#"{"role":"user","content":"hi"}"#)
        #expect(message == .user("hi"))
        #expect(try message.jsonText() == #"{"type":"message","role":"user","content":"hi"}"#)
    }

    @Test func `the roles have their messages`() throws {
        #expect(try ResponseItem.system("s").jsonText() == #"{"type":"message","role":"system","content":"s"}"#)
        #expect(try ResponseItem.developer("s").jsonText() == #"{"type":"message","role":"developer","content":"s"}"#)
        #expect(
            try ResponseItem.user([.inputText("a"), .inputImage(ResponseInputImage(imageURL: "u"))]).jsonText()
                == #"{"type":"message","role":"user","content":[{"type":"input_text","text":"a"},"#
                + #"{"type":"input_image","image_url":"u"}]}"#)
        #expect(
            try ResponseItem.assistant("a").jsonText()
                == #"{"type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"a"}]}"#
        )
        #expect(
            try ResponseItem.functionCallOutput("1", answering: "c").jsonText()
                == #"{"type":"function_call_output","call_id":"c","output":"1"}"#)
    }

    @Test(
        arguments: [
            (#"{"role":"user","content":"a"}"#, "message", nil),
            (#"{"type":"function_call","id":"i","call_id":"c","name":"f","arguments":""}"#, "function_call", "i"),
            (#"{"type":"function_call_output","id":"i","call_id":"c","output":""}"#, "function_call_output", "i"),
            (#"{"type":"reasoning","id":"i","summary":[]}"#, "reasoning", "i"),
            (#"{"type":"custom_tool_call","id":"i","call_id":"c","name":"f","input":""}"#, "custom_tool_call", "i"),
            (#"{"type":"custom_tool_call_output","id":"i","call_id":"c","output":""}"#, "custom_tool_call_output", "i"),
            (#"{"type":"item_reference","id":"i"}"#, "item_reference", "i"),
            (#"{"id":"i"}"#, "item_reference", "i"),
            (#"{"type":"local_shell_call","id":"i","action":{"type":"exec","command":[]}}"#, "local_shell_call", "i"),
            (#"{"type":"local_shell_call_output","id":"i","output":""}"#, "local_shell_call_output", "i"),
            (#"{"type":"mcp_call","id":"i"}"#, "mcp_call", "i"),
            (#"{"x":1}"#, nil, nil),
        ] as [(String, String?, ResponseItemID?)])
    func `every kind of item says what it is`(_ json: String, _ type: String?, _ id: ResponseItemID?) throws {
        let item = try item(json)
        #expect(item.type == type)
        #expect(item.id == id)
        if case .unknown = item { #expect(type == "mcp_call" || type == nil) }
    }

    @Test(arguments: [
        #"{"type":"function_call","call_id":"c"}"#, #"{"type":"function_call","name":"f"}"#,
        #"{"type":"function_call_output","output":"x"}"#, #"{"type":"function_call_output","call_id":"c"}"#,
        #"{"type":"message","content":"x"}"#, #"{"role":"user"}"#, #"{"type":"local_shell_call"}"#,
    ])
    func `an item without what its kind requires is kept as it came`(_ json: String) throws {
        guard case .unknown(_, let payload) = try item(json) else {
            Issue.record("It should not be modelled.")
            return
        }
        #expect(payload == (try JSONValue(json: json)))
    }

    @Test func `arguments that come as an object are read as their text`() throws {
        let call = try ResponseFunctionCall(json: #"{"call_id":"c","name":"f","arguments":{"a":[1]}}"#)
        #expect(call.arguments == #"{"a":[1]}"#)
        #expect(try ResponseFunctionCall(json: #"{"call_id":"c","name":"f","arguments":null}"#).arguments == "")
    }

    @Test func `content is a text or parts, and either has both views`() throws {
        let text = ResponseContent.text("a")
        #expect(text.parts == [.inputText("a")])
        let parts = try ResponseContent(
            json:
                #"["a",{"type":"input_text","text":"b"},{"type":"output_text","text":"c"},{"type":"text","text":"d"},"#
                + #"{"type":"refusal","refusal":"e"},{"type":"input_file","file_id":"f"}]"#)
        #expect(parts.text == "abcd")
        #expect(parts.parts.compactMap(\.refusalText) == ["e"])
        #expect(parts.parts[0] == .inputText("a"))
    }

    @Test(arguments: ["7", "{}", "null", "true"])
    func `content of another type is refused`(_ json: String) {
        #expect(throws: JSONError.self) { try ResponseContent(json: json) }
        #expect(throws: JSONError.self) { try ResponseInput(json: json) }
    }

    @Test func `an item is an object`() {
        #expect(throws: JSONError.self) { try ResponseItem(json: #""hi""#) }
        #expect(throws: JSONError.self) { try ResponseTool(json: #""f""#) }
        #expect(throws: JSONError.self) { try ResponseTextFormat(json: #""text""#) }
    }
}
