import MartletAPI
import Testing

/// The chunks of a stream as some server sends them, and the completion that they make.
struct StreamFixture: Sendable, CustomTestStringConvertible {
    let name: String
    let chunks: [String]
    let completion: String

    var testDescription: String { name }

    /// The chunks, each read after the one before it.
    func decodedChunks() throws -> [ChatCompletionChunk] {
        var previous = ChatCompletionChunk()
        return try chunks.map { json in
            previous = try JSONReader.read(json.utf8) { (reader) throws(JSONError) in
                try ChatCompletionChunk(reading: &reader, after: previous)
            }
            return previous
        }
    }
}

extension StreamFixture {
    static let all = [
        StreamFixture(
            name: "OpenAI, with usage at the end",
            chunks: [
                #"{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m","service_tier":"default","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x"}"#,
                #"{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m","service_tier":"default","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"Par"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"yz"}"#,
                #"{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m","service_tier":"default","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"is 👩‍👩‍👧"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":""}"#,
                #"{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m","service_tier":"default","system_fingerprint":"fp","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null,"obfuscation":"q"}"#,
                #"{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m","service_tier":"default","system_fingerprint":"fp","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5},"obfuscation":"w"}"#,
            ],
            completion: #"""
                {"id":"c1","object":"chat.completion","created":5,"model":"m","service_tier":"default","system_fingerprint":"fp",
                "choices":[{"index":0,"message":{"role":"assistant","content":"Paris 👩‍👩‍👧"},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5},"obfuscation":"w"}
                """#),
        StreamFixture(
            name: "OpenAI, parallel tool calls",
            chunks: [
                #"{"id":"c2","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"weather","arguments":""}}]},"finish_reason":null}]}"#,
                #"{"id":"c2","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]},"finish_reason":null}]}"#,
                #"{"id":"c2","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Paris\"}"}}]},"finish_reason":null}]}"#,
                #"{"id":"c2","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"time","arguments":""}}]},"finish_reason":null}]}"#,
                #"{"id":"c2","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},"finish_reason":null}]}"#,
                #"{"id":"c2","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
            ],
            completion: #"""
                {"id":"c2","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,
                "tool_calls":[{"id":"call_a","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"}},
                {"id":"call_b","type":"function","function":{"name":"time","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}
                """#),
        StreamFixture(
            name: "Azure, with filter results",
            chunks: [
                #"{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}"#,
                #"{"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"created":7,"id":"c3","model":"gpt","object":"chat.completion.chunk","system_fingerprint":"fp"}"#,
                #"{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"delta":{"content":"Hi"},"finish_reason":null,"index":0,"logprobs":null}],"created":7,"id":"c3","model":"gpt","object":"chat.completion.chunk","system_fingerprint":"fp"}"#,
                #"{"choices":[{"delta":{},"finish_reason":"stop","index":0,"logprobs":null}],"created":7,"id":"c3","model":"gpt","object":"chat.completion.chunk","system_fingerprint":"fp"}"#,
            ],
            completion: #"""
                {"id":"c3","object":"chat.completion","created":7,"model":"gpt","system_fingerprint":"fp","choices":[{"index":0,
                "message":{"role":"assistant","content":"Hi"},"finish_reason":"stop","content_filter_results":{"hate":{"filtered":false,
                "severity":"safe"}}}],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,
                "severity":"safe"}}}]}
                """#),
        StreamFixture(
            name: "vLLM, reasoning and usage in every chunk",
            chunks: [
                #"{"id":"c4","model":"q","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_content":""},"finish_reason":null}],"usage":{"prompt_tokens":3,"total_tokens":3,"completion_tokens":0}}"#,
                #"{"id":"c4","model":"q","choices":[{"index":0,"delta":{"reasoning_content":"Let me"},"finish_reason":null}],"usage":{"prompt_tokens":3,"total_tokens":5,"completion_tokens":2}}"#,
                #"{"id":"c4","model":"q","choices":[{"index":0,"delta":{"reasoning_content":" think."},"finish_reason":null}],"usage":{"prompt_tokens":3,"total_tokens":6,"completion_tokens":3}}"#,
                #"{"id":"c4","model":"q","choices":[{"index":0,"delta":{"content":"4"},"finish_reason":"stop","stop_reason":null}],"usage":{"prompt_tokens":3,"total_tokens":7,"completion_tokens":4}}"#,
                #"{"id":"c4","model":"q","choices":[],"usage":{}}"#,
            ],
            completion: #"""
                {"id":"c4","object":"chat.completion","model":"q","choices":[{"index":0,"message":{"role":"assistant","content":"4",
                "reasoning_content":"Let me think."},"finish_reason":"stop","stop_reason":null}],
                "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}
                """#),
        StreamFixture(
            name: "reasoning beside the delta, and whole messages",
            chunks: [
                #"{"choices":[{"index":0,"delta":{"role":"assistant"},"reasoning_content":"Let me"}]}"#,
                #"{"choices":[{"index":0,"delta":{},"reasoning_content":" think."}]}"#,
                #"{"choices":[{"index":0,"message":{"role":"assistant","content":"4"},"finish_reason":"stop"}]}"#,
            ],
            completion: #"""
                {"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"4",
                "reasoning_content":"Let me think."},"finish_reason":"stop"}]}
                """#),
        StreamFixture(
            name: "OpenRouter, reasoning details",
            chunks: [
                #"{"id":"gen-1","provider":"P","model":"a/b","object":"chat.completion.chunk","created":9,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Hm","reasoning_details":[{"type":"reasoning.text","text":"Hm","index":0}]},"finish_reason":null,"native_finish_reason":null}]}"#,
                #"{"id":"gen-1","provider":"P","model":"a/b","object":"chat.completion.chunk","created":9,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"m.","reasoning_details":[{"type":"reasoning.text","text":"m.","index":0}]},"finish_reason":null,"native_finish_reason":null}]}"#,
                #"{"id":"gen-1","provider":"P","model":"a/b","object":"chat.completion.chunk","created":9,"choices":[{"index":0,"delta":{"role":"assistant","content":"Yes","annotations":[{"type":"url_citation","url_citation":{"url":"u"}}]},"finish_reason":"stop","native_finish_reason":"end_turn"}]}"#,
            ],
            completion: #"""
                {"id":"gen-1","object":"chat.completion","created":9,"model":"a/b","provider":"P","choices":[{"index":0,
                "message":{"role":"assistant","content":"Yes","reasoning":"Hmm.","reasoning_details":[{"type":"reasoning.text",
                "text":"Hm","index":0},{"type":"reasoning.text","text":"m.","index":0}],"annotations":[{"type":"url_citation",
                "url_citation":{"url":"u"}}]},"finish_reason":"stop","native_finish_reason":"end_turn"}]}
                """#),
        StreamFixture(
            name: "Mistral, thinking parts and then text",
            chunks: [
                #"{"id":"c5","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
                #"{"id":"c5","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Let"}]}]},"finish_reason":null}]}"#,
                #"{"id":"c5","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":" me"}]},{"type":"text","text":"An"}]},"finish_reason":null}]}"#,
                #"{"id":"c5","choices":[{"index":0,"delta":{"content":"swer"},"finish_reason":"stop"}]}"#,
            ],
            completion: #"""
                {"id":"c5","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":[
                {"type":"thinking","thinking":[{"type":"text","text":"Let"}]},{"type":"thinking","thinking":[{"type":"text","text":" me"}]},
                {"type":"text","text":"Answer"}]},"finish_reason":"stop"}]}
                """#),
        StreamFixture(
            name: "Gemini, whole tool calls without index",
            chunks: [
                #"{"id":"c6","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"id":"f1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"},"extra_content":{"google":{"thought_signature":"AbC="}}},{"id":"f2","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}}]}}]}"#,
                #"{"id":"c6","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#,
            ],
            completion: #"""
                {"id":"c6","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[
                {"id":"f1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"},
                "extra_content":{"google":{"thought_signature":"AbC="}}},
                {"id":"f2","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}}]},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
                """#),
        StreamFixture(
            name: "Perplexity, delta and message, citations in every chunk",
            chunks: [
                #"{"id":"c7","model":"sonar","usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2},"citations":["a","b"],"object":"chat.completion.chunk","choices":[{"index":0,"message":{"role":"assistant","content":"Yes"},"delta":{"role":"assistant","content":"Yes"}}]}"#,
                #"{"id":"c7","model":"sonar","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"citations":["a","b"],"object":"chat.completion.chunk","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Yes!"},"delta":{"role":"assistant","content":"!"}}]}"#,
            ],
            completion: #"""
                {"id":"c7","object":"chat.completion","model":"sonar","choices":[{"index":0,"message":{"role":"assistant",
                "content":"Yes!"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},
                "citations":["a","b"]}
                """#),
        StreamFixture(
            name: "Ollama, reasoning under its own name, role and empty content in every chunk",
            chunks: [
                #"{"id":"chatcmpl-7","object":"chat.completion.chunk","created":9,"model":"qwen3:4b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Two"},"finish_reason":null}]}"#,
                #"{"id":"chatcmpl-7","object":"chat.completion.chunk","created":9,"model":"qwen3:4b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":" and two."},"finish_reason":null}]}"#,
                #"{"id":"chatcmpl-7","object":"chat.completion.chunk","created":9,"model":"qwen3:4b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"4"},"finish_reason":null}]}"#,
                #"{"id":"chatcmpl-7","object":"chat.completion.chunk","created":9,"model":"qwen3:4b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}"#,
            ],
            completion: #"""
                {"id":"chatcmpl-7","object":"chat.completion","created":9,"model":"qwen3:4b","system_fingerprint":"fp_ollama",
                "choices":[{"index":0,"message":{"role":"assistant","content":"4","reasoning":"Two and two."},
                "finish_reason":"stop"}]}
                """#),
        StreamFixture(
            name: "DashScope, null content while it thinks, usage at the end",
            chunks: [
                #"{"choices":[{"delta":{"content":null,"role":"assistant","reasoning_content":""},"index":0,"logprobs":null,"finish_reason":null}],"object":"chat.completion.chunk","usage":null,"created":8,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-d"}"#,
                #"{"choices":[{"finish_reason":null,"logprobs":null,"delta":{"content":null,"reasoning_content":"Hm"},"index":0}],"object":"chat.completion.chunk","usage":null,"created":8,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-d"}"#,
                #"{"choices":[{"delta":{"content":"Yes","reasoning_content":null},"finish_reason":null,"index":0,"logprobs":null}],"object":"chat.completion.chunk","usage":null,"created":8,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-d"}"#,
                #"{"choices":[{"finish_reason":"stop","delta":{"content":"","reasoning_content":null},"index":0,"logprobs":null}],"object":"chat.completion.chunk","usage":null,"created":8,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-d"}"#,
                #"{"choices":[],"object":"chat.completion.chunk","usage":{"prompt_tokens":5,"completion_tokens":6,"total_tokens":11,"completion_tokens_details":{"reasoning_tokens":4}},"created":8,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-d"}"#,
            ],
            completion: #"""
                {"id":"chatcmpl-d","object":"chat.completion","created":8,"model":"qwen-plus","choices":[{"index":0,
                "message":{"role":"assistant","content":"Yes","reasoning_content":"Hm"},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":5,"completion_tokens":6,"total_tokens":11,
                "completion_tokens_details":{"reasoning_tokens":4}}}
                """#),
        StreamFixture(
            name: "llama-server, null content first, timings at the end",
            chunks: [
                #"{"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":6,"id":"chatcmpl-l","model":"smollm2","system_fingerprint":"b1","object":"chat.completion.chunk"}"#,
                #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Hel"}}],"created":6,"id":"chatcmpl-l","model":"smollm2","system_fingerprint":"b1","object":"chat.completion.chunk"}"#,
                #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"lo"}}],"created":6,"id":"chatcmpl-l","model":"smollm2","system_fingerprint":"b1","object":"chat.completion.chunk"}"#,
                #"{"choices":[{"finish_reason":"length","index":0,"delta":{}}],"created":6,"id":"chatcmpl-l","model":"smollm2","system_fingerprint":"b1","object":"chat.completion.chunk"}"#,
                #"{"choices":[],"created":6,"id":"chatcmpl-l","model":"smollm2","system_fingerprint":"b1","object":"chat.completion.chunk","usage":{"completion_tokens":2,"prompt_tokens":30,"total_tokens":32,"prompt_tokens_details":{"cached_tokens":29}},"timings":{"predicted_n":2,"predicted_per_second":91.5}}"#,
            ],
            completion: #"""
                {"id":"chatcmpl-l","object":"chat.completion","created":6,"model":"smollm2","system_fingerprint":"b1",
                "choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"length"}],
                "usage":{"completion_tokens":2,"prompt_tokens":30,"total_tokens":32,
                "prompt_tokens_details":{"cached_tokens":29}},"timings":{"predicted_n":2,"predicted_per_second":91.5}}
                """#),
        StreamFixture(
            name: "two choices, probabilities, a refusal",
            chunks: [
                #"{"choices":[{"index":1,"delta":{"role":"assistant","content":"b"},"logprobs":{"content":[{"token":"b","logprob":-1}]}}]}"#,
                #"{"choices":[{"index":0,"delta":{"role":"assistant","refusal":"I can"}},{"index":1,"delta":{"content":"c"},"logprobs":{"content":[{"token":"c","logprob":-2}]}}]}"#,
                #"{"choices":[{"index":0,"delta":{"refusal":"not."},"logprobs":{"content":null,"refusal":[{"token":"not.","logprob":-3}]},"finish_reason":"content_filter"},{"index":1,"delta":{},"finish_reason":"length"}]}"#,
            ],
            completion: #"""
                {"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"I cannot."},
                "finish_reason":"content_filter","logprobs":{"refusal":[{"token":"not.","logprob":-3}]}},{"index":1,
                "message":{"role":"assistant","content":"bc"},"finish_reason":"length","logprobs":{"content":[{"token":"b","logprob":-1},
                {"token":"c","logprob":-2}]}}]}
                """#),
        StreamFixture(
            name: "speech and the superseded function call",
            chunks: [
                #"{"choices":[{"index":0,"delta":{"role":"assistant","audio":{"id":"a1","transcript":"He"},"function_call":{"name":"f","arguments":"","x":1}}}]}"#,
                #"{"choices":[{"index":0,"delta":{"audio":{"data":"AA","transcript":"llo"},"function_call":{"arguments":"{\"a\""}}}]}"#,
                #"{"choices":[{"index":0,"delta":{"audio":{"data":"BB","expires_at":5},"function_call":{"arguments":":1}"}},"finish_reason":"function_call"}]}"#,
            ],
            completion: #"""
                {"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":null,
                "function_call":{"name":"f","arguments":"{\"a\":1}","x":1},"audio":{"id":"a1","data":"AABB","expires_at":5,
                "transcript":"Hello"}},"finish_reason":"function_call"}]}
                """#),
        StreamFixture(
            name: "a server that sends empty strings for nothing",
            chunks: [
                #"{"id":"","choices":[{"index":0,"delta":{"role":"","content":"a"},"finish_reason":""}]}"#,
                #"{"id":"c8","choices":[{"index":0,"delta":{"role":"assistant","content":"b","tool_calls":[]},"finish_reason":""}]}"#,
                #"{"id":"","choices":[{"index":0,"delta":{"role":"","content":""},"finish_reason":"stop"}]}"#,
                #"{"id":"","choices":[{"index":0,"delta":{"role":"","content":""},"finish_reason":""}]}"#,
            ],
            completion: #"""
                {"id":"c8","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"ab"},
                "finish_reason":"stop"}]}
                """#),
    ]
}
