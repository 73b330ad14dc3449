import MartletAPI

extension Fixture {
    static let threads = [
        Fixture(
            Assistant.self, "PixiGPT",
            #"""
            {"id":"5f1c3a52-6d0e-4f0b-9d9c-0a1b2c3d4e5f","object":"assistant","created_at":1755000000,"name":"Ann",
             "instructions":"Be brief.","tools_config":null}
            """#),
        Fixture(
            Assistant.self, "tools and unknown members",
            #"""
            {"id":"a","object":"assistant.v2","created_at":1,"name":"","instructions":"","tools_config":"{\"web\":true}",
             "model":"gpt-4o","tools":[{"type":"code_interpreter"}],"metadata":{},"temperature":1.5}
            """#),
        Fixture(Assistant.self, "id only", #"{"id":"a"}"#),
        Fixture(
            Assistant.self, "values of unexpected types",
            #"{"id":7,"created_at":"now","name":["a"],"instructions":null,"tools_config":{"web":true}}"#),
        Fixture(AssistantRequest.self, "as short as it can be", #"{"name":"n","instructions":"i"}"#),
        Fixture(AssistantRequest.self, "tools", #"{"name":"n","instructions":"i","tools_config":"","model":"m"}"#),
        Fixture(
            AssistantRequest.self, "tools of an unexpected type",
            #"{"name":"n","instructions":"i","tools_config":["web"]}"#),
        Fixture(ChatThread.self, "PixiGPT", #"{"id":"t","object":"thread","created_at":1755000000,"metadata":{}}"#),
        Fixture(
            ChatThread.self, "unknown members",
            #"{"id":"t","created_at":1.0,"metadata":{"user":"ann","age":7},"tool_resources":{"x":null}}"#),
        Fixture(ChatThread.self, "metadata that is none", #"{"id":"t","object":"thread","metadata":{"a":[1]}}"#),
        Fixture(ChatThread.self, "null metadata", #"{"id":"t","object":"thread","created_at":1,"metadata":null}"#),
        Fixture(
            ThreadMessage.self, "PixiGPT",
            #"""
            {"id":"m","object":"thread.message","created_at":1755000000,"thread_id":"t","role":"user",
             "content":[{"type":"text","text":{"value":"Hi","annotations":[]}}]}
            """#),
        Fixture(
            ThreadMessage.self, "attachments",
            #"""
            {"id":"m","object":"thread.message","created_at":1755000000,"thread_id":"t","role":"assistant",
             "content":[{"type":"text","text":{"value":"Here.","annotations":[{"type":"url_citation","index":1},null]}}],
             "reasoning_content":"hm",
             "sources":[{"id":"1","tool_name":"WebSearch","title":"T","url":"https://example.com","snippet":"s"},
              {"id":"2","tool_name":"Fetch"},{"id":"3","tool_name":"Oracle","rank":1,"title":null,"url":[1]}],
             "media":[{"id":"aB3","source":"DrawImage","type":"image","signed_url":"https://example.com/a.png?sig=1",
              "prompt":"a cat","description":"A cat."},{"id":"aB4","source":"Sing","type":"video","signed_url":"u","width":8}],
             "code":[{"id":"c","language":"python","code":"print(1)","stdout":"1\n","stderr":"","execution_time_ms":12},
              {"id":"d","language":"apl","code":"⍳3","exit":0}]}
            """#),
        Fixture(
            ThreadMessage.self, "OpenAI",
            #"""
            {"id":"m","object":"thread.message","created_at":1,"assistant_id":null,"thread_id":"t","run_id":null,"role":"user",
             "content":[{"type":"image_file","image_file":{"file_id":"f","detail":"low"}},
              {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
              {"type":"text","text":{"value":"What is this?","annotations":[],"x":1}},
              {"type":"text","text":{"value":"cached","annotations":[]},"cache_control":{"type":"ephemeral"}},
              {"type":"text"},{"no":"type"},7,null],
             "attachments":[],"metadata":{}}
            """#),
        Fixture(
            ThreadMessage.self, "values of unexpected types",
            #"""
            {"id":"m","object":1,"created_at":{},"thread_id":["t"],"role":"critic","content":{"text":"x"},"sources":"none",
             "media":[1],"code":[{"id":"c","language":1,"code":[]}],"reasoning_content":{"text":"hm"}}
            """#),
        Fixture(
            ThreadMessage.self, "null for everything",
            #"{"id":"m","role":null,"content":null,"reasoning_content":null,"sources":null,"media":null,"code":null}"#),
        Fixture(ThreadMessageRequest.self, "text", #"{"role":"user","content":"Hi","attachments":[]}"#),
        Fixture(ThreadMessageRequest.self, "unknown role", #"{"role":"critic","content":""}"#),
        Fixture(
            BulkMessagesRequest.self, "history",
            #"{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"2","x":1}],"y":null}"#),
        Fixture(ThreadContent.self, "unknown kind", #"{"type":"hologram","payload":[1,2.5,null,{"x":{}}]}"#),
    ]

    /// PixiGPT: a temperature and a limit are "omitted if ≤ 0".
    @Sendable private static func written(_ request: RunRequest) -> RunRequest {
        var request = request
        if let temperature = request.temperature, temperature <= 0 { request.temperature = nil }
        if let limit = request.maxTokens, limit <= 0 { request.maxTokens = nil }
        return request
    }

    static let runs = [
        Fixture(
            RunRequest.self, "PixiGPT",
            #"{"assistant_id":"a","enable_thinking":true,"temperature":0.7,"max_tokens":4000}"#, written: written),
        Fixture(RunRequest.self, "as short as it can be", #"{"assistant_id":"a"}"#, written: written),
        Fixture(
            RunRequest.self, "values of unexpected types",
            #"{"assistant_id":"a","enable_thinking":"sure","temperature":"hot","max_tokens":1.5,"tools":[]}"#,
            written: written),
        Fixture(
            ThreadRun.self, "queued",
            #"""
            {"id":"r","object":"thread.run","created_at":1755000000,"thread_id":"t","assistant_id":"a","status":"queued",
             "model":"pixi"}
            """#),
        Fixture(
            ThreadRun.self, "completed",
            #"""
            {"id":"r","object":"thread.run","created_at":1755000000,"thread_id":"t","assistant_id":"a","status":"completed",
             "model":"pixi","message":{"id":"m","object":"thread.message","created_at":1755000001,"thread_id":"t",
             "role":"assistant","content":[{"type":"text","text":{"value":"Hi","annotations":[]}}],"reasoning_content":"r",
             "sources":[{"id":"1","tool_name":"WebSearch"}]}}
            """#),
        Fixture(
            ThreadRun.self, "OpenAI, failed",
            #"""
            {"id":"r","object":"thread.run","status":"failed","last_error":{"code":"server_error","message":"oops","at":1},
             "usage":null,"required_action":null,"tools":[],"instructions":"i"}
            """#),
        Fixture(
            ThreadRun.self, "unknown values",
            #"{"id":"r","status":"dreaming","last_error":{"code":"gremlins"},"x":[{}]}"#),
        Fixture(
            ThreadRun.self, "values of unexpected types",
            #"{"id":"r","status":"queued","model":["m"],"message":"hello","last_error":"oops","created_at":[]}"#),
    ]

    static let lists = [
        Fixture(
            ListPage<ChatThread>.self, "whole",
            #"{"object":"list","data":[{"id":"t","object":"thread","created_at":1,"metadata":{}}]}"#),
        Fixture(
            ListPage<ThreadMessage>.self, "page",
            #"{"object":"list","data":[{"id":"m","x":1}],"first_id":"m","last_id":"m","has_more":true,"total":7}"#),
        Fixture(ListPage<Assistant>.self, "empty", #"{"data":[],"first_id":null,"last_id":null,"has_more":false}"#),
        Fixture(ListPage<Assistant>.self, "null", #"{"object":"list","data":null,"has_more":"perhaps","last_id":[]}"#),
        Fixture(DeletionStatus.self, "OpenAI", #"{"id":"t","object":"thread.deleted","deleted":true,"x":1}"#),
        Fixture(DeletionStatus.self, "values of unexpected types", #"{"id":"t","object":[1],"deleted":"soon"}"#),
    ]
}
