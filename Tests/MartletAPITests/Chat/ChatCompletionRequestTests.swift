import MartletAPI
import Testing

@Suite struct ChatCompletionRequestTests {
    @Test func `T58 a request sends what was set and nothing else`() throws {
        let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        #expect(try request.jsonText() == #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#)
        #expect(try ChatCompletionRequest(model: nil, messages: []).jsonText() == #"{"messages":[]}"#)
    }

    @Test func `T58 an optional that is nil is never sent as null`() throws {
        var request = ChatCompletionRequest(model: "m", messages: [.system("s"), .user([.text("a"), .imageURL("u")])])
        request.tools = [.function("f")]
        request.responseFormat = .jsonSchema(name: "n", schema: ["type": "object"])
        request.streamOptions = StreamOptions()
        request.audio = AudioParameters()
        request.webSearchOptions = WebSearchOptions()
        #expect(!(try request.jsonText()).contains("null"))
    }

    @Test func `T58 an explicit value is sent even when it is the default`() throws {
        var request = ChatCompletionRequest(model: "m", messages: [])
        request.enableThinking = false
        request.stream = false
        request.temperature = 0
        request.n = 1
        request.logprobs = false
        request.stop = []
        #expect(
            try request.jsonText()
                == #"{"model":"m","messages":[],"enable_thinking":false,"logprobs":false,"n":1,"stop":[],"stream":false,"temperature":0.0}"#
        )
    }

    @Test func `T58 no tools and no tool calls are not sent as empty arrays`() throws {
        var message = ChatMessage.assistant("a")
        message.toolCalls = []
        var request = ChatCompletionRequest(model: "m", messages: [message])
        request.tools = []
        #expect(try request.jsonText() == #"{"model":"m","messages":[{"role":"assistant","content":"a"}]}"#)
        #expect(try ChatMessage(json: #"{"role":"assistant","content":"a","tool_calls":[]}"#) == .assistant("a"))
    }

    @Test func `the content of a message is sent as null when there is none`() throws {
        #expect(try ChatMessage(role: .assistant, content: nil).jsonText() == #"{"role":"assistant","content":null}"#)
    }

    @Test func `T62 integers of a schema stay integers, and its members keep their order`() throws {
        let schema =
            #"{"type":"object","properties":{"z":{"type":"integer","minimum":1,"maximum":10},"a":{"type":"number","multipleOf":0.5}}}"#
        let request = try ChatCompletionRequest(
            json: """
                {"messages":[],"tools":[{"type":"function","function":{"name":"f","parameters":\(schema)}}],
                "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":\(schema)}}}
                """)
        #expect(
            try request.jsonText()
                == """
                {"messages":[],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":\(schema)}},\
                "tools":[{"type":"function","function":{"name":"f","parameters":\(schema)}}]}
                """)
        #expect(request.tools?.first?.function?.parameters?["properties"]?["z"]?["minimum"] == .integer(1))
    }

    @Test func `T62 integer parameters are written as integers`() throws {
        var request = ChatCompletionRequest(model: nil, messages: [])
        request.maxTokens = 1_000
        request.seed = -1
        request.topLogprobs = 0
        #expect(try request.jsonText() == #"{"messages":[],"max_tokens":1000,"seed":-1,"top_logprobs":0}"#)
    }

    @Test(arguments: [
        "{}", #"{"model":"m"}"#, #"{"messages":null}"#, #"{"messages":"hi"}"#, #"{"messages":{"role":"user"}}"#,
        #"{"messages":["hi"]}"#,
        #"{"messages":[null]}"#,
    ])
    func `a request without readable messages is refused with a reason`(json: String) throws {
        let error = try #require(throws: JSONError.self) { try ChatCompletionRequest(json: json) }
        #expect(error.code == .missingField)
        #expect(error.description == "'messages' is required: an array of messages")
    }

    @Test func `a parameter of the wrong type is kept where a server can find it`() throws {
        let request = try ChatCompletionRequest(json: #"{"messages":[],"temperature":"hot","tools":{"f":1},"stop":5}"#)
        #expect(request.temperature == nil)
        #expect(request.additionalProperties == ["temperature": "hot", "tools": ["f": 1], "stop": 5])
    }

    @Test(arguments: ["max_tokens", "max_completion_tokens", "n", "seed", "top_logprobs"])
    func `an integer parameter is not cut`(name: String) throws {
        for (text, isInteger) in [
            ("2", true), ("2.0", true), ("2e0", true), (#""2""#, true), ("2.5", false), ("2e30", false),
        ] {
            let request = try ChatCompletionRequest(json: #"{"messages":[],"\#(name)":\#(text)}"#)
            #expect((request.additionalProperties[name] == nil) == isInteger, "\(text)")
            #expect(try JSONValue(json: request.jsonBytes())[name]?.doubleValue == (isInteger ? 2 : Double(text)))
        }
    }

    @Test func `every parameter is read into its property`() throws {
        let fixture = try #require(Fixture.requests.first { $0.name.hasSuffix("every parameter") })
        let request = try ChatCompletionRequest(json: fixture.json)
        let unmodelled = ["top_k", "min_p", "chat_template_kwargs", "guided_json"]
        #expect(request.additionalProperties.keys == unmodelled)
        #expect(request.logitBias == ["50256": -100, "1": 0.5])
        #expect(request.modalities == [.text, .audio, "smell"])
        #expect(request.stop == "END")
        #expect(request.streamOptions?.includeUsage == true)
        #expect(request.toolChoice == .function("f"))
        #expect(request.reasoningEffort == "ultra")
        #expect(request.prediction?.content == .parts([.text("let x = 1")]))
        #expect(request.audio?.additionalProperties == ["speed": 1.25])
    }
}
