import MartletAPI

extension Fixture {
    static let completions = [
        Fixture(
            ChatCompletion.self, "OpenAI",
            #"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1755000000,"model":"gpt-4o-mini-2024-07-18","choices":[
             {"index":0,"message":{"role":"assistant","content":"Paris.","refusal":null,"annotations":[]},"logprobs":null,
             "finish_reason":"stop"}],"usage":{"prompt_tokens":14,"completion_tokens":2,"total_tokens":16,
             "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,
             "audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default",
             "system_fingerprint":"fp_1"}
            """#),
        Fixture(
            ChatCompletion.self, "PixiGPT",
            #"""
            {"id":"c1","object":"chat.completion","created":1755000000,"model":"pixi","choices":[{"index":0,
             "message":{"role":"assistant","content":"4"},"finish_reason":"stop","reasoning_content":"2+2 is 4"}],
             "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}
            """#),
        Fixture(
            ChatCompletion.self, "llama.cpp",
            #"""
            {"choices":[{"finish_reason":"length","index":0,"message":{"role":"assistant","content":"x","reasoning_content":"y"}}],
             "created":1755000000,"model":"smollm2","system_fingerprint":"b6000","object":"chat.completion",
             "usage":{"completion_tokens":1,"prompt_tokens":2,"total_tokens":3},"id":"chatcmpl-2","timings":{"prompt_n":2,
             "prompt_ms":1.5,"cache_n":0},"__verbose":{"stop":true}}
            """#),
        Fixture(
            ChatCompletion.self, "probabilities",
            #"""
            {"id":"c","choices":[{"index":1,"message":{"role":"assistant","content":"é"},"finish_reason":"content_filter",
             "logprobs":{"content":[{"token":"é","logprob":-0.25,"bytes":[195,169],"top_logprobs":[{"token":"e","logprob":-1.5,
             "bytes":null},{"token":"","logprob":-9999.0,"bytes":[],"id":17}]}],"refusal":[],"x":1},
             "content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}],"prompt_filter_results":[]}
            """#),
        Fixture(
            ChatCompletion.self, "unknown values",
            #"""
            {"id":"c","object":"chat.oracle","service_tier":"diamond","choices":[{"index":0,"finish_reason":"eos",
             "message":{"role":"oracle","content":"x"},"native_finish_reason":"STOP","provider":{"name":"p","rank":1}}],
             "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"cost":0.00012,
             "prompt_tokens_details":{"cached_tokens":1,"image_tokens":0},"completion_tokens_details":{"x":null}}}
            """#),
        Fixture(
            ChatCompletion.self, "values of unexpected types",
            #"""
            {"id":17,"object":1,"created":{"at":1},"model":["m"],"choices":[{"index":"first","message":"hello",
             "finish_reason":{"type":"stop"},"logprobs":[1]}],"usage":"none","service_tier":true,"system_fingerprint":false}
            """#),
        Fixture(
            ChatCompletion.self, "error in a 200",
            #"{"id":"c","choices":null,"error":{"message":"overloaded","code":529},"usage":null}"#),
        Fixture(ChatCompletion.self, "choices that are none", #"{"choices":{"0":{"message":{"content":"x"}}}}"#),
        Fixture(ChatCompletion.self, "nothing", "{}"),
        Fixture(CompletionUsage.self, "nothing", "{}"),
        Fixture(
            CompletionUsage.self, "details of other types",
            #"{"prompt_tokens":"12","prompt_tokens_details":3,"x":null}"#),
    ]
}
