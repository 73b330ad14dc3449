extension StreamFixture {
    /// Chat streams as the servers named send them, shortened.
    static let chats = [openAI, azure, openRouter, llamaCpp, vLLM, responses]

    static let openAI = events(
        "OpenAI",
        [
            #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","system_fingerprint":"fp","#
                + #""choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
            #"{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"你好"}}]}"#,
            #"{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" 🦊👩‍👩‍👧"}}]}"#,
            #"{"id":"chatcmpl-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
            #"{"id":"chatcmpl-1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}"#,
            "[DONE]",
        ]
    )

    static let azure = events(
        "Azure, empty choices first",
        [
            #"{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"#
                + #""content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}"#,
            #"{"choices":[{"content_filter_results":{},"delta":{"content":"","role":"assistant"},"finish_reason":null}]}"#,
            #"{"choices":[{"content_filter_results":{},"delta":{"content":"Grüße"},"finish_reason":null,"index":0}]}"#,
            "[DONE]",
        ]
    )

    static let openRouter: Self = {
        let texts = [
            #"{"id":"gen-1","provider":"DeepSeek","choices":[{"index":0,"delta":{"reasoning":"嗯"}}]}"#,
            #"{"id":"gen-1","choices":[{"index":0,"delta":{"content":"ok"},"native_finish_reason":"end_turn"}]}"#,
            "[DONE]",
        ]
        let comment = ": OPENROUTER PROCESSING\n\n"
        return Self(
            "OpenRouter, comments",
            comment + comment + "data: \(texts[0])\n\n" + comment
                + "data: \(texts[1])\n\n:\n\n: ping\ndata: [DONE]\n\n",
            texts: texts,
            commentCount: 5
        )
    }()

    static let llamaCpp: Self = {
        let texts = [
            #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"日本"}}],"created":1,"id":"c","#
                + #""model":"q","object":"chat.completion.chunk"}"#,
            #"{"error":{"code":500,"message":"context shift is disabled","type":"server_error"}}"#,
        ]
        return Self(
            "llama.cpp, error in the stream, no blank line at the end",
            "data: \(texts[0])\n\nerror: {\"code\":500}\n\ndata: \(texts[1])\n",
            texts: texts
        )
    }()

    static let vLLM = Self(
        "vLLM, CR LF and no spaces",
        "data:{\"id\":\"c\",\"choices\":[{\"delta\":{\"reasoning_content\":\"ж\"}}],\"usage\":null}\r\n\r\n"
            + ": ping - 2025-01-01 00:00:00\r\n\r\ndata:[DONE]\r\n\r\n",
        texts: [#"{"id":"c","choices":[{"delta":{"reasoning_content":"ж"}}],"usage":null}"#, "[DONE]"],
        commentCount: 1
    )

    static let responses: Self = {
        let texts = [
            #"{"type":"response.created","sequence_number":0}"#,
            #"{"type":"response.output_text.delta","delta":"é","sequence_number":1}"#,
            #"{"type":"response.output_text.delta","delta":"👍🏽","sequence_number":2}"#,
        ]
        return Self(
            "Responses, event and id fields",
            "event: response.created\nid: 0\ndata: \(texts[0])\n\n"
                + "event: response.output_text.delta\nid: 1\ndata: \(texts[1])\n\n"
                + "event: response.output_text.delta\nid: 2\ndata: \(texts[2])\n\n",
            texts: texts
        )
    }()

    private static func events(_ name: String, _ texts: [String]) -> Self {
        Self(name, texts.map { "data: \($0)\n\n" }.joined(), texts: texts)
    }
}
