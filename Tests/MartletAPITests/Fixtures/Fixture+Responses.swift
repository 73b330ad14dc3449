import MartletAPI

extension Fixture {
    static let responses = [
        Fixture(
            ResponseObject.self, "OpenAI",
            #"""
            {"id":"resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b","object":"response","created_at":1741476542,
             "status":"completed","background":false,"billing":{"payer":"developer"},"completed_at":1741476543,"error":null,
             "incomplete_details":null,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,
             "model":"gpt-4.1-2025-04-14","output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant",
             "content":[{"type":"output_text","text":"In a peaceful grove.","annotations":[],"logprobs":[]}]}],
             "parallel_tool_calls":true,"presence_penalty":0.5,"previous_response_id":null,"prompt_cache_key":null,
             "reasoning":{"effort":null,"summary":null},"safety_identifier":null,"service_tier":"default","store":true,
             "temperature":1.0,"text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto","tools":[],
             "top_logprobs":0,"top_p":1.0,"truncation":"disabled","usage":{"input_tokens":36,
             "input_tokens_details":{"cached_tokens":0},"output_tokens":87,"output_tokens_details":{"reasoning_tokens":0},
             "total_tokens":123},"user":null,"metadata":{}}
            """#),
        Fixture(
            ResponseObject.self, "reasoning, a call, tools and a schema",
            #"""
            {"id":"resp_2","object":"response","created_at":1741476777,"status":"completed","model":"gpt-5","output":[
             {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"**Looking**"}],"encrypted_content":"gAAAA",
              "content":[{"type":"reasoning_text","text":"hm"}],"status":"completed"},
             {"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"x","sources":[]}},
             {"type":"function_call","id":"fc_1","call_id":"call_1","name":"get_weather","arguments":"{\"location\":\"Paris\"}",
              "status":"completed"},
             {"type":"custom_tool_call","id":"ctc_1","call_id":"call_2","name":"code_exec","input":"print(1)"}],
             "parallel_tool_calls":false,"previous_response_id":"resp_1","reasoning":{"effort":"low","summary":"detailed"},
             "text":{"format":{"type":"json_schema","name":"n","description":"d","schema":{"type":"object","properties":{}},
             "strict":true}},"tool_choice":{"type":"function","name":"get_weather"},"tools":[{"type":"function",
             "description":"Weather.","name":"get_weather","parameters":{"type":"object","properties":{"location":
             {"type":"string"}},"required":["location"]},"strict":true},{"type":"web_search","user_location":{"type":
             "approximate","country":"FR"}},{"type":"custom","name":"code_exec","description":"Runs.","format":{"type":"text"}}],
             "conversation":{"id":"conv_1"},"max_tool_calls":3,"prompt":{"id":"pmpt_1","version":"2"},"top_logprobs":2}
            """#),
        Fixture(
            ResponseObject.self, "incomplete",
            #"""
            {"id":"resp_3","object":"response","created_at":1,"status":"incomplete","error":null,"incomplete_details":
             {"reason":"max_output_tokens"},"model":"m","output":[{"type":"message","id":"m","role":"assistant","status":
             "incomplete","content":[{"type":"output_text","text":"In a","annotations":[]}]}],"usage":null,"tools":[]}
            """#),
        Fixture(
            ResponseObject.self, "failed",
            #"""
            {"id":"resp_4","object":"response","created_at":1,"status":"failed","error":{"code":"server_error","message":"oops",
             "retry":true},"incomplete_details":null,"model":"m","output":[],"tools":[]}
            """#),
        Fixture(ResponseObject.self, "no more than an id", #"{"id":"resp_5"}"#),
        Fixture(
            ResponseObject.self, "unknown values",
            #"""
            {"id":"r","object":"response.v2","status":"dreaming","service_tier":"diamond","truncation":"middle",
             "incomplete_details":{"reason":"boredom","since":1},"error":{"code":"novel","message":"m"},"output":[
             {"type":"oracle_call","id":"o","words":["x"]},{"no":"type"},{"type":7}],"tool_choice":{"type":"allowed_tools",
             "mode":"auto","tools":[]},"tools":[{"type":"oracle"},{"type":"function"},{}],"usage":{"input_tokens":1,
             "output_tokens":2,"total_tokens":3,"cost":0.1,"input_tokens_details":{"cached_tokens":1,"image_tokens":2}},
             "text":{"format":{"type":"grammar","syntax":"lark"},"tone":"warm"},"reasoning":{"effort":"heroic","depth":3}}
            """#),
        Fixture(
            ResponseObject.self, "values of unexpected types",
            #"""
            {"id":7,"created_at":"now","status":["done"],"error":"boom","output":{"0":{}},"usage":[],"metadata":{"a":1},
             "incomplete_details":"max","tools":"none","text":[],"reasoning":true,"temperature":"warm","tool_choice":7,
             "parallel_tool_calls":"maybe","model":{"id":"m"},"top_logprobs":{},"max_output_tokens":[]}
            """#),
        Fixture(
            ResponseObject.self, "elements that are none of an output", #"{"id":"r","output":[1,null],"tools":[null]}"#),
        Fixture(DeletedResponse.self, "OpenAI", #"{"id":"resp_1","object":"response","deleted":true}"#),
        Fixture(DeletedResponse.self, "unknown members", #"{"id":"resp_1","deleted":false,"x":[1]}"#),
        Fixture(
            ListPage<ResponseItem>.self, "input items",
            #"""
            {"object":"list","data":[{"id":"msg_1","type":"message","role":"user","status":"completed","content":[
             {"type":"input_text","text":"Tell me."}]}],"first_id":"msg_1","last_id":"msg_1","has_more":false}
            """#),
        Fixture(ResponseUsage.self, "nothing", "{}"),
        Fixture(
            ResponseUsage.self, "details of other types", #"{"input_tokens":"12","input_tokens_details":3,"x":null}"#),
    ]

    static let responseRequests = [
        Fixture(ResponseRequest.self, "a text", #"{"model":"m","input":"Hi"}"#),
        Fixture(ResponseRequest.self, "a stored prompt", #"{"prompt":{"id":"pmpt_1","variables":{"city":"Paris"}}}"#),
        Fixture(
            ResponseRequest.self, "everything",
            #"""
            {"model":"gpt-5","input":[{"role":"user","content":"Hi"}],"background":true,"conversation":"conv_1","include":[
             "reasoning.encrypted_content","something.new"],"instructions":"Be brief.","max_output_tokens":64,"max_tool_calls":2,
             "metadata":{"a":"b"},"parallel_tool_calls":false,"previous_response_id":"resp_1","prompt":{"id":"p"},
             "prompt_cache_key":"k","prompt_cache_retention":"24h","reasoning":{"effort":"minimal","summary":"auto",
             "generate_summary":"concise"},"safety_identifier":"s","service_tier":"flex","store":false,"stream":true,
             "stream_options":{"include_obfuscation":false},"temperature":0.5,"text":{"format":{"type":"json_object"},
             "verbosity":"low"},"tool_choice":"required","tools":[{"type":"function","name":"f","parameters":null,"strict":null},
             {"type":"file_search","vector_store_ids":["vs_1"]},{"type":"mcp","server_label":"x","server_url":"u"}],
             "top_logprobs":3,"top_p":0.9,"truncation":"auto","user":"u","client_metadata":{"x":1},"context_management":[]}
            """#),
        Fixture(
            ResponseRequest.self, "Codex",
            #"""
            {"model":"gpt-5-codex","instructions":"You are…","input":[{"type":"message","role":"developer","content":[
             {"type":"input_text","text":"<permissions>"}]},{"type":"message","role":"user","content":[{"type":"input_text",
             "text":"hi"}]},{"type":"reasoning","summary":[],"content":null,"encrypted_content":"g"},{"type":"function_call",
             "name":"shell_command","arguments":"{\"command\":\"ls\"}","call_id":"call_1","namespace":"n"},
             {"type":"function_call_output","call_id":"call_1","output":"a\n"},{"type":"message","role":"assistant","content":[
             {"type":"output_text","text":"ok"}],"phase":"final_answer"}],"tools":[{"type":"function","name":"shell_command",
             "description":"d","strict":false,"parameters":{"type":"object","properties":{"command":{"type":"string"}},
             "additionalProperties":false}},{"type":"namespace","name":"mcp","tools":[]}],"tool_choice":"auto",
             "parallel_tool_calls":false,"reasoning":{"effort":"medium","summary":"auto"},"store":false,"stream":true,"include":[
             "reasoning.encrypted_content"],"prompt_cache_key":"019","text":{"verbosity":"low"}}
            """#),
        Fixture(
            ResponseRequest.self, "values of unexpected types",
            #"""
            {"model":["m"],"input":7,"tools":{"type":"function"},"stream":"perhaps","max_output_tokens":1.5,"include":"all",
             "text":"json","reasoning":"low","metadata":{"a":{"b":1}},"temperature":true,"top_logprobs":2.5,"store":"no!"}
            """#),
        Fixture(ResponseRequest.self, "nothing", "{}"),
        Fixture(
            ResponseTextFormat.self, "a schema with nulls",
            #"{"type":"json_schema","name":"n","schema":{},"description":null,"strict":null}"#),
        Fixture(
            ResponseTextFormat.self, "a schema with more", #"{"type":"json_schema","name":"n","schema":{},"x":1}"#),
        Fixture(ResponseTextFormat.self, "a schema as chats have it", #"{"type":"json_schema","json_schema":{}}"#),
        Fixture(ResponseToolChoice.self, "a function", #"{"type":"function","name":"f"}"#),
        Fixture(ResponseToolChoice.self, "a custom tool", #"{"type":"custom","name":"f"}"#),
        Fixture(ResponseToolChoice.self, "a platform's tool", #"{"type":"web_search_preview"}"#),
        Fixture(ResponseToolChoice.self, "an unknown word", #""sometimes""#),
        Fixture(ResponseTool.self, "no function", #"{"type":"function","parameters":{}}"#),
        Fixture(
            ResponseTool.self, "more than is modelled",
            #"{"type":"function","name":"f","defer_loading":true,"description":["d"]}"#),
        Fixture(ResponseReasoning.self, "unknown", #"{"effort":"heroic","summary":{"a":1},"x":null}"#),
    ]

    static let responseItems = [
        Fixture(ResponseItem.self, "a message without a type", #"{"role":"user","content":"hi"}"#),
        Fixture(
            ResponseItem.self, "a message in parts",
            #"""
            {"type":"message","role":"user","content":[{"type":"input_text","text":"What?"},{"type":"input_image",
             "image_url":"data:image/png;base64,AA==","detail":"low"},{"type":"input_image","file_id":"file-1","detail":"vast",
             "x":1},{"type":"input_file","file_id":"file-2"},{"type":"input_file","filename":"a.pdf","file_data":
             "data:application/pdf;base64,AA=="},{"type":"input_file","file_url":"https://example.com/a.pdf"},
             {"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}},{"type":"input_text","text":"cached",
             "cache_control":{"type":"ephemeral"}},{"type":"text","text":"as chats have it"},{"no":"type"},7,null],"name":"ann"}
            """#),
        Fixture(
            ResponseItem.self, "an answer with annotations and probabilities",
            #"""
            {"type":"message","id":"msg_1","role":"assistant","status":"in_progress","phase":"commentary","content":[
             {"type":"output_text","text":"é","annotations":[{"type":"url_citation","start_index":0,"end_index":1,"url":"u",
             "title":"t"}],"logprobs":[{"token":"é","logprob":-0.25,"bytes":[195,169],"top_logprobs":[]}],"x":1},
             {"type":"refusal","refusal":"no"},{"type":"refusal","refusal":"no","x":1},{"type":"output_text","text":["a"]}]}
            """#),
        Fixture(
            ResponseItem.self, "an output in parts",
            #"""
            {"type":"function_call_output","id":"fco_1","call_id":"call_1","status":"completed","output":[{"type":"input_text",
             "text":"a"},{"type":"input_image","image_url":"u"}],"created_by":"x"}
            """#),
        Fixture(
            ResponseItem.self, "reasoning", #"{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":null}"#),
        Fixture(
            ResponseItem.self, "a shell call",
            #"""
            {"type":"local_shell_call","id":"lsh_1","call_id":"call_1","status":"completed","action":{"type":"exec","command":
             ["ls","-l"],"env":{"A":"b"},"timeout_ms":1000,"user":"ann","working_directory":"/tmp","x":1}}
            """#),
        Fixture(
            ResponseItem.self, "what a shell call printed",
            #"{"type":"local_shell_call_output","id":"call_1","output":"{\"stdout\":\"a\"}","status":"completed"}"#),
        Fixture(
            ResponseItem.self, "what a custom tool returned",
            #"{"type":"custom_tool_call_output","call_id":"call_2","output":"1","name":"x"}"#),
        Fixture(ResponseItem.self, "a reference", #"{"type":"item_reference","id":"msg_1"}"#),
        Fixture(ResponseItem.self, "a reference without a type", #"{"id":"msg_1"}"#),
        Fixture(ResponseItem.self, "a reference with more", #"{"type":"item_reference","id":"msg_1","x":1}"#),
        Fixture(
            ResponseItem.self, "a call without a name", #"{"type":"function_call","call_id":"c","arguments":"{}"}"#),
        Fixture(ResponseItem.self, "a message without content", #"{"type":"message","role":"user","content":null}"#),
        Fixture(
            ResponseItem.self, "an output of another type", #"{"type":"function_call_output","call_id":"c","output":7}"#
        ),
        Fixture(ResponseItem.self, "an unknown kind", #"{"type":"mcp_call","id":"mcp_1","name":"x","error":null}"#),
        Fixture(
            ResponseItem.self, "the type last", #"{"call_id":"c","name":"f","arguments":"","type":"function_call"}"#),
        Fixture(
            ResponseItem.self, "values of unexpected types",
            #"""
            {"type":"function_call","id":["fc"],"call_id":17,"name":true,"arguments":"{}","status":{"at":1}}
            """#),
    ]
}
