import MartletAPI
import Testing

/// What chats and responses are to each other.
@Suite struct ResponseTranslationTests {
    private func messages(_ items: String) throws -> [ChatMessage] {
        try ResponseInput(json: "[\(items)]").items.chatMessages()
    }

    private let call = ToolCall(
        id: "call_1", type: .function, function: ToolCallFunction(name: "f", arguments: #"{"a":1}"#))

    // MARK: Messages to items

    @Test func `a conversation becomes items`() throws {
        var asking = ChatMessage.assistant("Let me see.")
        asking.toolCalls = [call]
        asking.reasoningContent = "hm"
        let chat: [ChatMessage] = [
            .system("s"), .user([.text("What?"), .imageURL("u", detail: .low)]), asking,
            .tool("1", answering: "call_1"), .assistant("One."),
        ]
        let items = [ResponseItem](chat)
        #expect(
            try items.map { try $0.jsonText() } == [
                #"{"type":"message","role":"system","content":"s"}"#,
                #"{"type":"message","role":"user","content":[{"type":"input_text","text":"What?"},"#
                    + #"{"type":"input_image","image_url":"u","detail":"low"}]}"#,
                #"{"type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Let me see."}]}"#,
                #"{"type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\":1}","status":"completed"}"#,
                #"{"type":"function_call_output","call_id":"call_1","output":"1"}"#,
                #"{"type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"One."}]}"#,
            ])
        // What comes back is the same, less the reasoning.
        asking.reasoningContent = nil
        #expect(try items.chatMessages() == [chat[0], chat[1], asking, chat[3], chat[4]])
        let withReasoning = [ResponseItem](chat, includesReasoning: true)
        #expect(withReasoning.count == 7)
        #expect(try withReasoning.chatMessages() == chat)
    }

    @Test func `an answer of calls alone has no message, and an empty answer has one`() {
        var asking = ChatMessage(role: .assistant, content: nil)
        asking.toolCalls = [call]
        #expect(asking.responseItems() == [.functionCall(ResponseFunctionCall(call))])
        let empty = ChatMessage(role: .assistant, content: nil).responseItems()
        #expect(empty == [.message(ResponseMessage(role: .assistant, status: .completed, content: []))])
    }

    @Test func `a refusal, and the superseded function call, become items`() throws {
        var refusing = ChatMessage(role: .assistant, content: nil)
        refusing.refusal = "no"
        #expect(
            refusing.responseItems() == [
                .message(ResponseMessage(role: .assistant, status: .completed, content: [.refusal("no")]))
            ])
        var asking = ChatMessage(role: .assistant, content: nil)
        asking.functionCall = ToolCallFunction(name: "f", arguments: "{}")
        var result = ChatMessage(role: .function, content: .text("1"))
        result.name = "f"
        let items = [ResponseItem]([asking, result])
        guard case .functionCall(let call) = items.first, case .functionCallOutput(let output) = items.last else {
            Issue.record("no call and output")
            return
        }
        #expect(call.callID == output.callID)
        #expect(output.output == .text("1"))
    }

    @Test(arguments: [
        (ContentPart.text("a"), #"{"type":"input_text","text":"a"}"#),
        (.imageURL("u"), #"{"type":"input_image","image_url":"u"}"#),
        (.refusal("r"), #"{"type":"refusal","refusal":"r"}"#),
        (.videoURL("v"), #"{"type":"video_url","video_url":{"url":"v"}}"#),
        (
            .inputAudio(data: "AA==", format: "wav"),
            #"{"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}"#
        ),
        (
            .unknown(type: "file", payload: ["type": "file", "file": ["file_id": "f", "filename": "n"]]),
            #"{"type":"input_file","file_id":"f","filename":"n"}"#
        ),
        (.unknown(type: "novel", payload: ["type": "novel"]), #"{"type":"novel"}"#),
    ])
    func `a part is the same there and back`(_ part: ContentPart, _ json: String) throws {
        let translated = ResponseContentPart(part)
        #expect(try translated.jsonText() == json)
        #expect(translated.chatPart == part)
    }

    @Test func `a text with more members keeps its text`() throws {
        let part = try ContentPart(json: #"{"type":"text","text":"a","cache_control":{}}"#)
        #expect(ResponseContentPart(part) == .inputText("a"))
        #expect(ResponseContentPart(part, isOutput: true) == .outputText("a"))
    }

    // MARK: Items to messages

    @Test func `reasoning, text and calls that follow one another are one message`() throws {
        let chat = try messages(
            #"""
            {"role":"user","content":[{"type":"input_text","text":"hi"}]},
            {"type":"reasoning","summary":[{"type":"summary_text","text":"a"}]},
            {"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"b"}]},
            {"type":"reasoning","summary":[],"encrypted_content":"g"},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"He"},{"type":"output_text","text":"llo"}]},
            {"type":"function_call","call_id":"c1","name":"f","arguments":""},
            {"type":"custom_tool_call","call_id":"c2","name":"g","input":"x"},
            {"type":"local_shell_call","call_id":"c3","action":{"type":"exec","command":["ls"]}},
            {"type":"function_call_output","call_id":"c1","output":"1"},
            {"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"2"}]},
            {"type":"local_shell_call_output","id":"c3","output":"3"},
            {"type":"message","role":"assistant","content":"Bye."},
            {"type":"message","role":"assistant","content":"Really."}
            """#)
        #expect(chat.map(\.role) == [.user, .assistant, .tool, .tool, .tool, .assistant, .assistant])
        #expect(chat[0] == .user("hi"))
        #expect(chat[1].text == "Hello")
        #expect(chat[1].content == .text("Hello"))
        #expect(chat[1].reasoningContent == "a\n\nb")
        #expect(chat[1].toolCalls?.map(\.id) == ["c1", "c2", "c3"])
        #expect(chat[1].toolCalls?.map(\.function.name) == ["f", "g", "local_shell"])
        #expect(
            chat[1].toolCalls?.map(\.function.arguments) == [
                "{}", #"{"input":"x"}"#, #"{"type":"exec","command":["ls"]}"#,
            ])
        #expect(chat[2...4].map(\.text) == ["1", "2", "3"])
        #expect(chat[2...4].map(\.toolCallID) == ["c1", "c2", "c3"])
        #expect(chat[5...].map(\.text) == ["Bye.", "Really."])
    }

    @Test func `reasoning after a call begins another message`() throws {
        let chat = try messages(
            #"""
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
            {"type":"reasoning","summary":[{"type":"summary_text","text":"a"}]},
            {"type":"function_call","call_id":"c2","name":"f","arguments":"{}"}
            """#)
        #expect(chat.count == 2)
        #expect(chat[1].reasoningContent == "a")
        #expect(chat[1].toolCalls?.map(\.id) == ["c2"])
    }

    @Test(
        arguments: [
            (#"{"type":"item_reference","id":"x"}"#, "input[1]", "referred to"),
            (#"{"type":"web_search_call","id":"x"}"#, "input[1]", "'web_search_call'"),
            (#"{"type":"function_call","call_id":"x"}"#, "input[1]", "'function_call'"),
            (#"{"x":1}"#, "input[1]", "without a known type"),
            (
                #"{"role":"user","content":[{"type":"input_image","file_id":"f"}]}"#, "input[1].content",
                "an uploaded file"
            ),
        ] as [(String, String, String)])
    func `what a chat cannot express is refused by its place`(
        _ item: String, _ parameter: String, _ words: String
    ) throws {
        let error = try #require(throws: ResponseTranslationError.self) {
            try messages(#"{"role":"user","content":"hi"},\#(item)"#)
        }
        #expect(error.parameter.hasPrefix(parameter))
        #expect(error.message.contains(words) || error.description.contains(words))
    }

    // MARK: Requests

    @Test func `a chat's request becomes one for a response`() throws {
        var chat = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        chat.maxTokens = 5
        chat.responseFormat = .jsonSchema(name: "n", schema: ["type": "object"], strict: true)
        chat.verbosity = .low
        chat.reasoningEffort = .high
        chat.tools = [.function("f", description: "d")]
        chat.toolChoice = .function("f")
        chat.temperature = 0.5
        chat.logprobs = true
        chat.topLogprobs = 2
        chat.additionalProperties = ["top_k": 40]
        #expect(
            try ResponseRequest(chat).jsonText()
                == #"{"model":"m","input":[{"type":"message","role":"user","content":"hi"}],"#
                + #""include":["message.output_text.logprobs"],"max_output_tokens":5,"reasoning":{"effort":"high"},"#
                + #""store":false,"temperature":0.5,"text":{"format":{"type":"json_schema","name":"n","schema":"#
                + #"{"type":"object"},"strict":true},"verbosity":"low"},"tool_choice":{"type":"function","name":"f"},"#
                + #""tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object","#
                + #""properties":{}},"strict":false}],"top_logprobs":2,"top_k":40}"#)
        #expect(ResponseRequest.unsupportedParameters(of: chat) == [])
        chat.stop = ["x"]
        chat.seed = 1
        chat.n = 1
        #expect(ResponseRequest.unsupportedParameters(of: chat) == ["seed", "stop"])
    }

    @Test func `a request for a response becomes a chat's`() throws {
        let request = try ResponseRequest(
            json: #"""
                {"model":"m","instructions":"Be brief.","input":"hi","max_output_tokens":5,"text":{"format":{"type":"json_object"},
                "verbosity":"low"},"reasoning":{"effort":"low","summary":"auto"},"tools":[{"type":"function","name":"f",
                "parameters":{},"strict":true},{"type":"web_search"}],"tool_choice":"required","top_logprobs":2,"store":false,
                "include":["reasoning.encrypted_content"],"top_p":0.5,"parallel_tool_calls":false}
                """#)
        let chat = try ChatCompletionRequest(request, after: [.user("before"), .assistant("yes")])
        #expect(
            try chat.jsonText()
                == #"{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"before"},"#
                + #"{"role":"assistant","content":"yes"},{"role":"user","content":"hi"}],"logprobs":true,"#
                + #""max_completion_tokens":5,"parallel_tool_calls":false,"reasoning_effort":"low","response_format":"#
                + #"{"type":"json_object"},"tool_choice":"required","tools":[{"type":"function","function":{"name":"f","#
                + #""parameters":{},"strict":true}}],"top_logprobs":2,"top_p":0.5,"verbosity":"low"}"#)
    }

    @Test func `a choice of another tool than a function is refused`() throws {
        var request = ResponseRequest(model: "m", input: "hi")
        request.toolChoice = .unknown(["type": "web_search"])
        let error = try #require(throws: ResponseTranslationError.self) { try ChatCompletionRequest(request) }
        #expect(error.parameter == "tool_choice")
        for choice in [ResponseToolChoice.auto, .none, .required, .function("f")] {
            request.toolChoice = choice
            #expect(try ChatCompletionRequest(request).toolChoice.map { ResponseToolChoice($0) } == choice)
        }
    }

    // MARK: Answers

    @Test(arguments: [
        ("completed", "", FinishReason.stop),
        ("completed", #"{"type":"function_call","call_id":"c","name":"f","arguments":""}"#, .toolCalls),
        ("incomplete", "", .length), ("failed", "", "error"), ("cancelled", "", "cancelled"),
    ])
    func `the status is a finish reason`(_ status: String, _ output: String, _ reason: FinishReason) throws {
        let response = try ResponseObject(json: #"{"id":"r","status":"\#(status)","output":[\#(output)]}"#)
        #expect(response.finishReason == reason)
        #expect(ChatCompletion(response).finishReason == reason)
    }

    @Test func `a response becomes a completion`() throws {
        let response = try ResponseObject(
            json: #"""
                {"id":"r","created_at":5,"model":"m","status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[
                {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},{"type":"message","role":"assistant","content":[
                {"type":"output_text","text":"Hi"}]}],"usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":1},
                "output_tokens":2,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":5}}
                """#)
        #expect(
            try ChatCompletion(response).jsonText()
                == #"{"id":"r","object":"chat.completion","created":5,"model":"m","choices":[{"index":0,"message":"#
                + #"{"role":"assistant","content":"Hi","reasoning_content":"hm"},"finish_reason":"content_filter"}],"#
                + #""usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":"#
                + #"{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":1}}}"#)
        let usage = try #require(response.usage)
        #expect(ResponseUsage(usage.completionUsage) == usage)
    }
}
