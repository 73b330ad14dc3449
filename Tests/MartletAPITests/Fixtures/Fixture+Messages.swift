import MartletAPI

extension Fixture {
    static let messages = [
        Fixture(ChatMessage.self, "text", #"{"role":"user","content":"hi","name":"ann"}"#),
        Fixture(ChatMessage.self, "unknown role", #"{"role":"critic","content":""}"#),
        Fixture(ChatMessage.self, "no content", #"{"role":"assistant"}"#),
        Fixture(ChatMessage.self, "content of another type", #"{"role":"user","content":{"text":"hi"}}"#),
        Fixture(
            ChatMessage.self, "parts of every kind",
            #"""
            {"role":"user","content":[{"type":"text","text":"What is this?"},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"high"}},
             {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"microscopic"}},
             {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":null}},
             {"type":"video_url","video_url":{"url":"https://example.com/a.mp4"}},
             {"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}},
             {"type":"file","file":{"file_id":"file-1"}},
             {"type":"text","text":"cached","cache_control":{"type":"ephemeral"}},
             {"type":"hologram","payload":[1,2.5,null,{"x":{}}]},
             {"no":"type"},7,null]}
            """#),
        Fixture(
            ChatMessage.self, "tool calls",
            #"""
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather",
             "arguments":"{\"city\":\"Paris\"}"},"extra_content":{"google":{"thought_signature":"AbC="}}},
             {"id":"call_2","type":"custom","custom":{"name":"sql","input":"SELECT 1"},"function":{"name":"f","arguments":"{}"}}]}
            """#),
        Fixture(ChatMessage.self, "tool result", #"{"role":"tool","content":"22 °C","tool_call_id":"call_1"}"#),
        Fixture(
            ChatMessage.self, "everything an answer can have",
            #"""
            {"role":"assistant","content":"A","refusal":"no","reasoning_content":"r1","reasoning":"r2",
             "function_call":{"name":"f","arguments":"{\"a\":1}","x":1},"annotations":[{"type":"url_citation",
             "url_citation":{"start_index":0,"end_index":1,"url":"https://example.com","title":"t"}},{"type":"scent"},null],
             "audio":{"id":"audio_1","data":"AAAA","expires_at":1755000000,"transcript":"A","codec":"x"},
             "reasoning_details":[{"type":"reasoning.encrypted","data":"AbC="}],"thought_signature":"s"}
            """#),
        Fixture(ContentPart.self, "refusal", #"{"type":"refusal","refusal":"no"}"#),
        Fixture(
            ContentPart.self, "image with more",
            #"{"type":"image_url","image_url":{"url":"u","format":"png"},"min_pixels":4}"#),
        Fixture(
            ToolCall.self, "unknown type",
            #"{"id":"c","type":"mcp","function":{"name":"f","arguments":"{}"},"index":0}"#),
        Fixture(ToolCallFunction.self, "unknown member", #"{"name":"f","arguments":"not json","partial":null}"#),
        Fixture(AudioOutput.self, "id only", #"{"id":"audio_1","voice":null}"#),
    ]
}
