import MartletAPI

extension Fixture {
    static let requests = [
        Fixture(
            ChatCompletionRequest.self, "as short as it can be",
            #"{"messages":[{"role":"user","content":"hi"}]}"#),
        Fixture(
            ChatCompletionRequest.self, "GravixLayer",
            #"{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":false,"stop":["a","b"],"extra":{"x":null}}"#
        ),
        Fixture(
            ChatCompletionRequest.self, "PixiGPT",
            #"""
            {"messages":[{"role":"user","content":"What is 2+2?"}],"assistant_id":"5f1c3a52-6d0e-4f0b-9d9c-0a1b2c3d4e5f",
             "temperature":0.7,"max_tokens":2000,"enable_thinking":false}
            """#),
        Fixture(
            ChatCompletionRequest.self, "every parameter",
            #"""
            {"model":"gpt-5","messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":"hi"}],
             "assistant_id":"a1","audio":{"voice":"alloy","format":"wav","speed":1.25},"enable_thinking":true,
             "frequency_penalty":-0.5,"function_call":{"name":"f"},
             "functions":[{"name":"f","description":"d","parameters":{"type":"object","properties":{}}}],
             "logit_bias":{"50256":-100,"1":0.5},"logprobs":true,"max_completion_tokens":100,"max_tokens":100,
             "metadata":{"team":"a"},"modalities":["text","audio","smell"],"n":2,"parallel_tool_calls":false,
             "prediction":{"type":"content","content":[{"type":"text","text":"let x = 1"}]},"presence_penalty":1.5,
             "prompt_cache_key":"k","prompt_cache_retention":"24h","reasoning_effort":"ultra",
             "response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"description":"d",
              "schema":{"type":"object","properties":{"z":{"type":"integer","minimum":1},"a":{"type":"number","default":null}},
              "required":["z"],"additionalProperties":false}}},
             "safety_identifier":"s","seed":-42,"service_tier":"flex","stop":"END","store":false,"stream":true,
             "stream_options":{"include_usage":true,"include_obfuscation":false,"x":1},"temperature":0,
             "tool_choice":{"type":"function","function":{"name":"f"}},
             "tools":[{"type":"function","function":{"name":"f","strict":true,"x":1}},
              {"type":"custom","custom":{"name":"sql","format":{"type":"text"}}}],
             "top_logprobs":5,"top_p":0.9,"user":"u","verbosity":"low",
             "web_search_options":{"search_context_size":"high","user_location":{"type":"approximate"},"y":[]},
             "top_k":40,"min_p":0.05,"chat_template_kwargs":{"enable_thinking":false},"guided_json":null}
            """#),
        Fixture(
            ChatCompletionRequest.self, "values of unexpected types",
            #"""
            {"model":7,"messages":[{"role":"user","content":42}],"temperature":"0.5","max_tokens":{"limit":1},
             "tools":"all","stop":[1,2],"stream":"yes","metadata":[1],"logit_bias":{"1":"x"},"tool_choice":"any",
             "response_format":{"type":"grammar","grammar":"root ::= x"},"seed":18446744073709551615}
            """#),
        Fixture(
            ChatCompletionRequest.self, "null for everything",
            #"""
            {"model":null,"messages":[{"role":"assistant","content":null,"tool_calls":null,"name":null}],"temperature":null,
             "tools":null,"stop":null,"stream":null,"response_format":null,"tool_choice":null,"logit_bias":null}
            """#),
        Fixture(ResponseFormat.self, "text", #"{"type":"text"}"#),
        Fixture(ResponseFormat.self, "object", #"{"type":"json_object"}"#),
        Fixture(ResponseFormat.self, "object with more", #"{"type":"json_object","schema":{"type":"object"}}"#),
        Fixture(
            ResponseFormat.self, "schema whose description is no text",
            #"{"type":"json_schema","json_schema":{"name":"n","schema":{},"description":5,"strict":"no"}}"#),
        Fixture(
            ResponseFormat.self, "schema with nulls",
            #"{"type":"json_schema","json_schema":{"name":"n","schema":null,"description":null,"strict":null}}"#),
        Fixture(ResponseFormat.self, "schema without one", #"{"type":"json_schema","json_schema":{"name":"n"}}"#),
        Fixture(ToolChoice.self, "word", #""required""#),
        Fixture(ToolChoice.self, "unknown word", #""any""#),
        Fixture(ToolChoice.self, "function", #"{"type":"function","function":{"name":"f"}}"#),
        Fixture(
            ToolChoice.self, "allowed tools",
            #"{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}}"#
        ),
        Fixture(StopSequences.self, "string", #""END""#),
        Fixture(StopSequences.self, "several", #"["a","b"]"#),
        Fixture(StreamOptions.self, "unknown member", #"{"include_usage":true,"chunk_size":4,"x":null}"#),
        Fixture(WebSearchOptions.self, "unknown size", #"{"search_context_size":"huge"}"#),
        Fixture(AudioParameters.self, "own voice", #"{"voice":{"id":"v1"},"format":"pcm16"}"#),
        Fixture(PredictedContent.self, "string", #"{"type":"content","content":"let x = 1","y":null}"#),
        Fixture(
            ToolDefinition.self, "schema",
            #"""
            {"type":"function","function":{"name":"weather","description":"The weather","parameters":{"type":"object",
             "properties":{"city":{"type":"string","maxLength":100},"days":{"type":"integer","minimum":1,"maximum":14},
             "scale":{"type":["string","null"],"enum":["C","F",null],"default":null}},"required":["city"]},"strict":null}}
            """#),
        Fixture(ToolDefinition.self, "other kind", #"{"type":"web_search_preview","search_context_size":"low"}"#),
        Fixture(FunctionDefinition.self, "no arguments", #"{"name":"now","cache_control":{"type":"ephemeral"}}"#),
    ]
}
