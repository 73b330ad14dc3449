import MartletAPI
import Testing

@Suite struct ChatCompletionChunkTests {
    @Test(arguments: [
        #"{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]}"#,
        #"{"id":"c","choices":null,"prompt_filter_results":[]}"#, #"{"prompt_filter_results":[]}"#,
    ])
    func `T17 a first chunk without choices is accepted`(json: String) throws {
        let chunk = try ChatCompletionChunk(json: json)
        #expect(chunk.choices.isEmpty)
        #expect(chunk.text.isEmpty)
        #expect(chunk.additionalProperties["prompt_filter_results"] != nil)
    }

    @Test(arguments: [
        (
            #"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#,
            CompletionUsage(promptTokens: 1, completionTokens: 2, totalTokens: 3)
        ),
        (
            #"{"choices":[{"index":0,"delta":{}}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#,
            CompletionUsage(promptTokens: 1, completionTokens: 2, totalTokens: 3)
        ),
        (#"{"choices":[],"usage":{}}"#, CompletionUsage()), (#"{"choices":[],"usage":null}"#, nil),
        (#"{"choices":[]}"#, nil),
        (#"{"choices":[],"usage":{"prompt_tokens":null}}"#, CompletionUsage()),
    ])
    func `T18 usage comes last, always, empty, as null, or not at all`(json: String, usage: CompletionUsage?) throws {
        #expect(try ChatCompletionChunk(json: json).usage == usage)
    }

    @Test(arguments: ["id", "object", "created", "model", "system_fingerprint", "service_tier", "choices"])
    func `T19 any field may be missing or null`(field: String) throws {
        var members = try #require(JSONValue(json: Self.full).objectValue)
        members[field] = nil
        let without = try ChatCompletionChunk(json: JSONValue.object(members).jsonBytes())
        members[field] = .null
        let withNull = try ChatCompletionChunk(json: JSONValue.object(members).jsonBytes())
        #expect(without == withNull)
        #expect(without.text == (field == "choices" ? "" : "hi"))
        #expect(try ChatCompletionChunk(json: "{}") == ChatCompletionChunk())
    }

    @Test(arguments: [
        (#""stop""#, "stop"), (#""error""#, "error"), (#""end_turn""#, "end_turn"), (#""eos""#, "eos"),
        (#""SAFETY""#, "SAFETY"),
        ("0", "0"), ("2", "2"), ("null", nil), (#""""#, nil), ("true", "true"),
    ])
    func `T20 any reason to finish is accepted`(json: String, reason: String?) throws {
        let chunk = try ChatCompletionChunk(json: #"{"choices":[{"index":0,"delta":{},"finish_reason":\#(json)}]}"#)
        #expect(chunk.choices.first?.finishReason == reason.map { FinishReason(rawValue: $0) })
        let completion = try ChatCompletion(
            json: #"{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":\#(json)}]}"#)
        #expect(completion.finishReason == reason.map { FinishReason(rawValue: $0) })
    }

    @Test func `T21 values of open sets that are not known are kept`() throws {
        let chunk = try ChatCompletionChunk(
            json: """
                {"object":"chat.oracle","service_tier":"diamond","choices":[{"delta":{"role":"oracle","tool_calls":[
                {"index":0,"type":"spell"}]}}]}
                """)
        #expect(chunk.object == "chat.oracle")
        #expect(chunk.serviceTier == "diamond")
        #expect(chunk.choices.first?.delta.role == "oracle")
        #expect(chunk.choices.first?.delta.toolCalls?.first?.type == "spell")
        let message = try ChatMessage(
            json: #"{"role":"oracle","content":[{"type":"vision"}],"annotations":[{"type":"scent","of":"rose"}]}"#)
        #expect(message.role == "oracle")
        #expect(message.annotations == [["type": "scent", "of": "rose"]])
        #expect(message.content == .parts([.unknown(type: "vision", payload: ["type": "vision"])]))
    }

    @Test(arguments: [
        (#"{"delta":{"content":"a"},"message":{"content":"whole"}}"#, "a"),
        (#"{"message":{"content":"whole"},"delta":{"content":"a"}}"#, "a"),
        (#"{"message":{"role":"assistant","content":"whole"}}"#, "whole"),
        (#"{"delta":null,"message":{"content":"whole"}}"#, "whole"),
        (#"{"delta":{},"message":{"content":"whole"}}"#, ""),
        (#"{"message":{"content":[{"type":"text","text":"whole"}]}}"#, "whole"),
        (#"{"message":"whole"}"#, ""),
    ])
    func `T22 of delta and message delta is the truth, and message is enough`(choice: String, text: String) throws {
        #expect(try ChatCompletionChunk(json: #"{"choices":[\#(choice)]}"#).text == text)
    }

    @Test(arguments: ["1755000000", "1755000000.0", "1755000000.75", #""1755000000""#, #""1755000000.5""#, "1.755e9"])
    func `T23 the time may be a float or a string`(json: String) throws {
        #expect(try ChatCompletionChunk(json: #"{"created":\#(json)}"#).created == 1_755_000_000)
        #expect(try ChatCompletion(json: #"{"created":\#(json)}"#).created == 1_755_000_000)
        #expect(try Model(json: #"{"id":"m","created":\#(json)}"#).created == 1_755_000_000)
    }

    @Test func `T23 ids may be numbers and booleans strings`() throws {
        let chunk = try ChatCompletionChunk(
            json:
                #"{"id":18446744073709551615,"choices":[{"index":"1","delta":{"tool_calls":[{"index":"0","id":7}]}}]}"#)
        #expect(chunk.id == "18446744073709551615")
        #expect(chunk.choices.first?.index == 1)
        #expect(chunk.choices.first?.delta.toolCalls?.first?.id == "7")
        #expect(chunk.choices.first?.delta.toolCalls?.first?.index == 0)
        #expect(try ChatCompletionRequest(json: #"{"messages":[],"stream":"true","n":"2"}"#).stream == true)
    }

    @Test(arguments: [
        #"{"delta":{"reasoning_content":"hm"}}"#, #"{"delta":{"reasoning":"hm"}}"#,
        #"{"delta":{},"reasoning_content":"hm"}"#,
        #"{"reasoning_content":"hm","delta":{"content":null}}"#,
        #"{"delta":{"reasoning_content":"hm","reasoning":"hm"}}"#,
    ])
    func `T24 reasoning is found under either name and in either place`(choice: String) throws {
        let chunk = try ChatCompletionChunk(json: #"{"choices":[\#(choice)]}"#)
        #expect(chunk.reasoningText == "hm")
        #expect(chunk.text.isEmpty)
    }

    @Test(arguments: [
        (#"{"content":null}"#, nil), ("{}", nil), (#"{"content":""}"#, ""), (#"{"content":"a"}"#, "a"),
        (#"{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#, "ab"),
        (#"{"content":["a","b"]}"#, "ab"),
        (#"{"content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"a"}]}"#, "a"),
        (#"{"content":[]}"#, ""),
    ])
    func `T25 content may be null, absent or parts`(delta: String, content: String?) throws {
        #expect(try ChatCompletionDelta(json: delta).content == content)
        #expect(try ChatMessage(json: delta).text == content ?? "")
    }

    @Test func `T25 a refusal is read`() throws {
        #expect(try ChatCompletionDelta(json: #"{"content":null,"refusal":"no"}"#).refusal == "no")
        #expect(try ChatMessage(json: #"{"content":null,"refusal":"no"}"#).refusal == "no")
    }

    @Test func `T26 any detail of the usage may be missing`() throws {
        let usage = try CompletionUsage(
            json: """
                {"prompt_tokens":5,"total_tokens":5,"prompt_tokens_details":{},"completion_tokens_details":{"reasoning_tokens":3,
                "audio_tokens":null,"image_tokens":2}}
                """)
        #expect(usage.promptTokens == 5)
        #expect(usage.completionTokens == 0)
        #expect(usage.promptTokensDetails == PromptTokensDetails())
        #expect(usage.completionTokensDetails?.reasoningTokens == 3)
        #expect(usage.completionTokensDetails?.audioTokens == nil)
        #expect(usage.completionTokensDetails?.additionalProperties == ["image_tokens": 2])
        #expect(try CompletionUsage(json: #"{"prompt_tokens_details":null}"#).promptTokensDetails == nil)
    }

    @Test func `T27 a thought signature comes back as it went`() throws {
        let json = #"""
            {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},
            "extra_content":{"google":{"thought_signature":"AbC="}}}],"thought_signature":"XyZ="}
            """#
        let text = try ChatMessage(json: json).jsonText()
        #expect(try JSONValue(json: text) == JSONValue(json: json))
    }

    private static let full = """
        {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","system_fingerprint":"f","service_tier":"default",
        "choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":null}]}
        """
}
