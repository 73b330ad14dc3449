import HTTPTypes
import MartletAPI
import MartletServer
import Testing

@testable import MartletEngine

@Suite struct LlamaRequestTests {
    private func prepared(_ members: String, hasProjector: Bool = false) throws -> JSONValue {
        let text =
            #"{"model":"m","messages":[{"role":"user","content":"hi"}]\#(members.isEmpty ? "" : ",")\#(members)}"#
        let request = try LlamaRequest(try ChatCompletionRequest(json: text), hasProjector: hasProjector).request
        return try JSONValue(json: try request.jsonBytes())
    }

    private func prepared(messages: String, hasProjector: Bool = false) throws -> JSONValue {
        let request = try ChatCompletionRequest(json: #"{"messages":\#(messages)}"#)
        return try JSONValue(
            json: try LlamaRequest(request, hasProjector: hasProjector).request.jsonBytes())
    }

    @Test(arguments: ["", #""stream":true"#, #""stream":false"#])
    func `the child is always asked for a stream with progress, and not by its model's name`(_ members: String) throws {
        let json = try prepared(members)
        #expect(json["stream"] == true)
        #expect(json["return_progress"] == true)
        #expect(json["model"] == nil)
    }

    @Test func `an answer that is wanted whole needs its usage, a streamed one has what was asked for`() throws {
        #expect(try prepared("")["stream_options"] == ["include_usage": true])
        #expect(try prepared(#""stream":true"#)["stream_options"] == nil)
        #expect(
            try prepared(#""stream":true,"stream_options":{"include_usage":true}"#)["stream_options"]
                == ["include_usage": true])
    }

    @Test(
        arguments: [
            ("", nil), (#""max_tokens":5"#, 5), (#""max_completion_tokens":6"#, 6),
            (#""max_tokens":5,"max_completion_tokens":6"#, 6), (#""max_tokens":0"#, nil),
            (#""max_completion_tokens":0"#, nil),
        ] as [(String, Int?)])
    func `the limit goes under the name that the child knows, and 0 is none`(_ members: String, _ limit: Int?) throws {
        let json = try prepared(members)
        #expect(json["max_tokens"]?.intValue == limit)
        #expect(json["max_completion_tokens"] == nil)
    }

    @Test func `a JSON object gets a schema, without which the child would not constrain it`() throws {
        #expect(
            try prepared(#""response_format":{"type":"json_object"}"#)["response_format"]
                == ["type": "json_object", "schema": ["type": "object"]])
        let own: JSONValue = ["type": "json_object", "schema": ["type": "object", "required": ["a"]]]
        #expect(
            try prepared(#""response_format":{"type":"json_object","schema":{"type":"object","required":["a"]}}"#)[
                "response_format"] == own)
        #expect(try prepared(#""response_format":{"type":"text"}"#)["response_format"] == ["type": "text"])
    }

    @Test func `how much to think goes to the template, beside what the client gave it`() throws {
        let json = try prepared(
            #""enable_thinking":false,"reasoning_effort":"low","chat_template_kwargs":{"lang":"de"}"#)
        #expect(
            json["chat_template_kwargs"] == ["lang": "de", "enable_thinking": false, "reasoning_effort": "low"])
        #expect(json["enable_thinking"] == nil)
        #expect(json["reasoning_effort"] == nil)
        #expect(try prepared("")["chat_template_kwargs"] == nil)
    }

    @Test func `what is for a platform's own books does not reach the child`() throws {
        let json = try prepared(
            #""metadata":{"a":"b"},"user":"u","safety_identifier":"s","prompt_cache_key":"k","service_tier":"auto","store":false,"prompt_cache_retention":"24h""#
        )
        for name in [
            "metadata", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "service_tier",
            "store",
        ] { #expect(json[name] == nil) }
    }

    @Test func `a developer's message is a system message to a template`() throws {
        let json = try prepared(messages: #"[{"role":"developer","content":"a"},{"role":"user","content":"b"}]"#)
        #expect(json["messages"]?.arrayValue?.map { $0["role"] } == ["system", "user"])
    }

    @Test(arguments: [
        #""temperature":0.5"#, #""seed":7"#, #""stop":["a","b"]"#, #""n":2"#, #""logprobs":true,"top_logprobs":3"#,
        #""top_k":40"#, #""min_p":0.1"#, #""grammar":"root ::= [a]""#, #""cache_prompt":false"#,
        #""tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto""#, #""modalities":["text"]"#,
        #""functions":[]"#, #""assistant_id":"""#, #""logit_bias":{"1":5.5}"#, #""parallel_tool_calls":true"#,
    ])
    func `what the child knows reaches it`(_ members: String) throws {
        let json = try prepared(members)
        for (name, value) in try #require(JSONValue(json: "{\(members)}").objectValue) {
            if name == "functions" || name == "assistant_id" { continue }
            #expect(json[name] == value)
        }
    }

    @Test func `a seed makes the answer repeatable, unless the client says otherwise about the cache`() throws {
        #expect(try prepared(#""seed":7"#)["cache_prompt"] == false)
        #expect(try prepared(#""seed":7,"cache_prompt":true"#)["cache_prompt"] == true)
        #expect(try prepared("")["cache_prompt"] == nil)
    }

    @Test(arguments: [
        ("assistant_id", #""a""#), ("audio", #"{"voice":"x","format":"wav"}"#), ("modalities", #"["text","audio"]"#),
        ("prediction", #"{"type":"content","content":"x"}"#), ("web_search_options", "{}"),
        ("functions", #"[{"name":"f"}]"#), ("function_call", #""auto""#), ("verbosity", #""low""#), ("store", "true"),
        ("made_up", "1"), ("num_ctx", "8192"), ("keep_alive", #""5m""#),
    ])
    func `T66 a parameter that would be ignored is refused by its name`(_ name: String, _ value: String) throws {
        let error = try #require(throws: PlatformError.self) { try prepared(#""\#(name)":\#(value)"#) }
        #expect(error.status.code == 400)
        #expect(error.body.code == "unsupported_parameter")
        #expect(error.body.parameter == name)
        #expect(error.body.message.contains("'\(name)'"))
    }

    @Test(arguments: [
        (#"{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}"#, false, false),
        (#"{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}"#, true, true),
        (#"{"type":"image_url","image_url":{"url":"data:,"},"cache_control":{}}"#, true, true),
        (#"{"type":"image_url","image_url":{"url":"data:,"},"cache_control":{}}"#, false, false),
        (#"{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}"#, true, false),
        (#"{"type":"video_url","video_url":{"url":"http://x"}}"#, true, false),
        (#"{"type":"file","file":{"file_id":"f"}}"#, true, false),
        (#"{"type":"text","text":"a"}"#, false, true),
        (#"{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}"#, false, true),
    ])
    func `T66 content that the model cannot read is refused by its place`(
        _ part: String, _ hasProjector: Bool, _ isTaken: Bool
    ) throws {
        let messages =
            #"[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"t"},\#(part)]}]"#
        if isTaken {
            #expect(throws: Never.self) { try prepared(messages: messages, hasProjector: hasProjector) }
            return
        }
        let error = try #require(throws: PlatformError.self) {
            try prepared(messages: messages, hasProjector: hasProjector)
        }
        #expect(error.body.code == "unsupported_content")
        #expect(error.body.parameter == "messages[1].content[1]")
    }
}
