import MartletAPI
import Testing

@Suite struct ThreadMessageTests {
    private static func message(_ text: String, reasoning: String? = nil) -> ThreadMessage {
        var message = ThreadMessage(
            id: "m", createdAt: 1, threadID: "t", role: .assistant, content: [.text(ThreadText(text))])
        message.reasoningContent = reasoning
        return message
    }

    @Test func `a message is written with the members that PixiGPT documents, without those that are nil`() throws {
        #expect(
            try Self.message("Hi").jsonText()
                == #"{"id":"m","object":"thread.message","created_at":1,"thread_id":"t","role":"assistant","content":["#
                + #"{"type":"text","text":{"value":"Hi","annotations":[]}}]}"#)
    }

    @Test(arguments: [
        #""Hi""#, #"["Hi"]"#, #"[{"type":"text","text":"Hi"}]"#, #"[{"type":"text","text":{"value":"Hi"}}]"#,
    ])
    func `a bare text is a block of text`(_ content: String) throws {
        let message = try ThreadMessage(json: #"{"id":"m","content":\#(content)}"#)
        #expect(message.content == [.text("Hi")])
        #expect(message.text == "Hi")
    }

    @Test func `the text is that of all blocks of text`() throws {
        let message = try ThreadMessage(
            json: #"""
                {"id":"m","content":[{"type":"text","text":{"value":"a"}},{"type":"image_url","image_url":{"url":"u"}},
                 {"type":"text","text":{"value":"b"},"cache_control":{}}]}
                """#)
        #expect(message.text == "ab")
        #expect(
            message.content[1]
                == .unknown(type: "image_url", payload: ["type": "image_url", "image_url": ["url": "u"]]))
    }

    @Test func `attachments are read with what their tool left out`() throws {
        let message = try ThreadMessage(
            json: #"""
                {"id":"m","sources":[{"id":"1","tool_name":"WebSearch","url":"u"}],
                 "media":[{"id":"2","source":"UserUpload","type":"audio","signed_url":"s"}],
                 "code":[{"id":"3","language":"python","code":"1","execution_time_ms":5}]}
                """#)
        #expect(message.sources?[0].toolName == .webSearch)
        #expect(message.sources?[0].url == "u")
        #expect(message.sources?[0].title == nil)
        #expect(message.media?[0].source == .userUpload)
        #expect(message.media?[0].type == .audio)
        #expect(message.media?[0].signedURL == "s")
        #expect(message.code?[0].executionTimeMs == 5)
        #expect(message.code?[0].stdout == nil)
    }

    @Test func `optional members of attachments are left out when they are nil`() throws {
        #expect(try SourceAttachment(id: "1", toolName: .fetch).jsonText() == #"{"id":"1","tool_name":"Fetch"}"#)
        #expect(
            try MediaAttachment(id: "1", source: .editImage, type: .image, signedURL: "u").jsonText()
                == #"{"id":"1","source":"EditImage","type":"image","signed_url":"u"}"#)
        #expect(
            try CodeAttachment(id: "1", language: "python", code: "1").jsonText()
                == #"{"id":"1","language":"python","code":"1"}"#)
    }

    @Test(arguments: [
        ("<think> a </think> b ", "a", "b"), ("<THINKING>\na\n</think>b", "a", "b"),
        ("x <think>a</think> y <think>b</think> z", "a", "x  y  z"), ("<think>a <think>b</think>c", "a <think>b", "c"),
        ("<think>a</think>", "a", ""), ("</think><think>a</thinking>b", "a", "</think>b"),
    ])
    func `reasoning between tags is the first block, and all blocks go`(
        _ text: String, _ reasoning: String, _ rest: String
    ) {
        var message = Self.message(text)
        message.sources = [SourceAttachment(id: "1", toolName: .fetch)]
        message.splitReasoning()
        #expect(message.reasoningContent == reasoning)
        #expect(message.text == rest)
        #expect(message.sources?.count == 1)
    }

    @Test(arguments: [
        "<think>a", "a</think>b ", " a <b> ", "", "<think a></think>", "<thin", "<think></thin", "<<<",
        "</think><think>",
    ])
    func `a text without a closed block stays as it is`(_ text: String) {
        var message = Self.message(text)
        message.splitReasoning()
        #expect(message == Self.message(text))
    }

    @Test func `reasoning that the server separated wins, and the text is left alone`() {
        var message = Self.message("<think>a</think>b", reasoning: "server's")
        message.splitReasoning()
        #expect(message == Self.message("<think>a</think>b", reasoning: "server's"))
        message.reasoningContent = ""
        message.splitReasoning()
        #expect(message == Self.message("b", reasoning: "a"))
    }

    @Test func `an empty block goes and is no reasoning`() {
        var message = Self.message("<think>\n</think>\n\nb")
        message.splitReasoning()
        #expect(message == Self.message("b"))
    }

    @Test func `what a person says about tags is no reasoning`() {
        var message = Self.message("What does <think>a</think> mean?")
        message.role = .user
        let before = message
        message.splitReasoning()
        #expect(message == before)
    }

    @Test func `the first block of text is searched, whatever comes before it`() throws {
        var message = try ThreadMessage(
            json: #"""
                {"id":"m","role":"assistant","content":[{"type":"image_url","image_url":{"url":"u"}},
                 {"type":"text","text":{"value":"<think>a</think>b","annotations":[1]},"x":1}]}
                """#)
        message.splitReasoning()
        #expect(message.reasoningContent == "a")
        #expect(
            message.content[1]
                == .unknown(
                    type: "text", payload: ["type": "text", "text": ["value": "b", "annotations": [1]], "x": 1]))
    }

    @Test(arguments: [
        (#"{"content":"c"}"#, "'role'"), (#"{"role":"user"}"#, "'content'"),
        (#"{"role":"user","content":[{"type":"text","text":"c"}]}"#, "'content'"),
    ])
    func `what is missing in a request is named`(_ json: String, _ name: String) throws {
        let error = try #require(throws: JSONError.self) { try ThreadMessageRequest(json: json) }
        #expect(error.message.contains(name))
        let bulk = try #require(throws: JSONError.self) {
            try BulkMessagesRequest(json: #"{"messages":[\#(json)]}"#)
        }
        #expect(bulk.message.contains("'messages'"))
    }
}
