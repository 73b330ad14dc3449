import MartletAPI
import Testing

@Suite struct ChatContentTests {
    @Test func `the text of parts is that of the text parts`() throws {
        let content = try ChatContent(
            json: #"""
                [{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"u"}},"b",{"type":"text","text":"c","cache_control":{"type":"ephemeral"}},
                {"type":"text","text":null},{"type":"refusal","refusal":"no"}]
                """#)
        #expect(content.text == "abc")
    }

    @Test func `parts are written in the documented form`() throws {
        let content: ChatContent = [
            .text("a"), .imageURL("u"), .imageURL("u", detail: .low), .videoURL("v"),
            .inputAudio(data: "AA==", format: "wav"),
        ]
        #expect(
            try content.jsonText() == """
                [{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"u"}},\
                {"type":"image_url","image_url":{"url":"u","detail":"low"}},{"type":"video_url","video_url":{"url":"v"}},\
                {"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}]
                """)
        #expect(try ChatContent(json: content.jsonBytes()) == content)
    }

    @Test func `an image by a bare URL is an image`() throws {
        #expect(try ContentPart(json: #"{"type":"image_url","image_url":"u"}"#) == .imageURL("u"))
    }

    @Test(arguments: ["1", "true", "{}", "null"])
    func `content is a string or an array`(json: String) throws {
        let error = try #require(throws: JSONError.self) { try ChatContent(json: json) }
        #expect(error.code == .typeMismatch)
    }

    @Test func `literals make messages short`() throws {
        let name = "Ann"
        let message = ChatMessage.user("Hello, \(name)!")
        #expect(message.text == "Hello, Ann!")
        #expect(
            try ChatMessage.tool("1", answering: "c").jsonText() == #"{"role":"tool","content":"1","tool_call_id":"c"}"#
        )
    }
}
