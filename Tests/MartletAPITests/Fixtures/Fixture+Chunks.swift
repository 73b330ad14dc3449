import MartletAPI

extension Fixture {
    static let chunks = [
        Fixture(
            ChatCompletionChunk.self, "OpenAI",
            #"""
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1755000000,"model":"gpt-4o-mini-2024-07-18",
             "service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" Hello"},
             "logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aB3dE5fG"}
            """#),
        Fixture(
            ChatCompletionChunk.self, "Azure's first",
            #"""
            {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,
             "content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"jailbreak":{"filtered":false,"detected":false}}}]}
            """#),
        Fixture(
            ChatCompletionChunk.self, "last, with usage",
            #"{"id":"c","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
        ),
        Fixture(
            ChatCompletionChunk.self, "tool calls",
            #"""
            {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1",
             "type":"function","function":{"name":"f","arguments":"","strict":true},"extra_content":{"google":{"thought_signature":"AbC="}}},
             {"index":1,"function":{"arguments":"{\"a"}}]},"finish_reason":null}]}
            """#),
        Fixture(
            ChatCompletionChunk.self, "everything a delta can have",
            #"""
            {"choices":[{"index":2,"delta":{"role":"narrator","content":"a","refusal":"b","reasoning_content":"c","reasoning":"d",
             "function_call":{"name":"f","arguments":"{","x":1},"audio":{"id":"a","data":"AA==","transcript":"t"},
             "reasoning_details":[{"type":"reasoning.text","text":"d"}]},"finish_reason":"end_turn","native_finish_reason":"x",
             "logprobs":{"content":[{"token":"a","logprob":-1,"bytes":[97],"top_logprobs":[]}]}}],"provider":"p"}
            """#),
        Fixture(
            ChatCompletionChunk.self, "delta and message",
            #"{"choices":[{"index":0,"delta":{"content":"a"},"message":{"role":"assistant","content":"whole a"}}]}"#),
        Fixture(
            ChatCompletionChunk.self, "parts (Mistral)",
            #"""
            {"id":"c","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},
             {"type":"text","text":"a"}]},"finish_reason":null}],"p":"abcd"}
            """#),
        Fixture(
            ChatCompletionChunk.self, "reasoning beside and in the delta",
            #"{"choices":[{"index":0,"delta":{"reasoning":"a"},"reasoning_content":"b","finish_reason":null}]}"#),
        Fixture(
            ChatCompletionChunk.self, "values of unexpected types",
            #"""
            {"id":["c"],"choices":[{"index":{},"delta":"a","message":{"content":"b"},"finish_reason":[],"logprobs":"no"}],
             "usage":[],"error":"boom","created":"yesterday","system_fingerprint":{"a":1}}
            """#),
        Fixture(
            ToolCallDelta.self, "index as a string", #"{"index":"0","type":"function","function":{"arguments":"x"}}"#),
        Fixture(ToolCallFunctionDelta.self, "name only", #"{"name":"f","arguments":null}"#),
        Fixture(ChoiceLogprobs.self, "entries that are none", #"{"content":[1,"a"],"refusal":null}"#),
    ]

    static let models = [
        Fixture(Model.self, "id only", #"{"id":"smollm2"}"#),
        Fixture(
            Model.self, "unknown members",
            #"{"id":"m","object":"machine","created":1755000000.0,"owned_by":null,"context_length":8192,"pricing":{"in":"0.1"}}"#
        ),
        Fixture(
            ModelList.self, "OpenAI",
            #"{"object":"list","data":[{"id":"a","object":"model","created":1,"owned_by":"o"},{"id":"b"}],"has_more":false}"#
        ),
        Fixture(
            ModelList.self, "llama.cpp",
            #"""
            {"models":[{"name":"smollm2","model":"smollm2","type":"model","tags":[""]}],"object":"list","data":[{"id":"smollm2",
             "object":"model","created":1755000000,"owned_by":"llamacpp","meta":{"n_ctx_train":8192,"size":143000000}}]}
            """#),
        Fixture(ModelList.self, "both lists", #"{"data":[{"id":"a"}],"models":[{"id":"b"}]}"#),
        Fixture(ModelList.self, "entry without an id", #"{"object":"list","data":[{"id":"a"},{"name":"b"}]}"#),
        Fixture(ModelList.self, "data of another type", #"{"data":"none","models":[{"id":"b"}]}"#),
    ]
}
