import MartletAPI
import Testing

/// The events of a stream as some server sends them, and the response that they make.
struct ResponseStreamFixture: Sendable, CustomTestStringConvertible {
    let name: String
    let events: [String]
    let response: String

    var testDescription: String { name }

    func decodedEvents() throws -> [ResponseStreamEvent] { try events.map { try ResponseStreamEvent(json: $0) } }
}

extension ResponseStreamFixture {
    static let all = [
        ResponseStreamFixture(
            name: "OpenAI, text",
            events: [
                #"{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":5,"status":"in_progress","model":"m","output":[],"tools":[],"usage":null}}"#,
                #"{"type":"response.in_progress","sequence_number":1,"response":{"id":"resp_1","object":"response","created_at":5,"status":"in_progress","model":"m","output":[],"tools":[],"usage":null}}"#,
                #"{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","content":[],"role":"assistant"}}"#,
                #"{"type":"response.content_part.added","sequence_number":3,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}"#,
                #"{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Par","logprobs":[],"obfuscation":"x"}"#,
                #"{"type":"response.output_text.delta","sequence_number":5,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"is 👩‍👩‍👧","logprobs":[],"obfuscation":"yz"}"#,
                #"{"type":"response.output_text.done","sequence_number":6,"item_id":"msg_1","output_index":0,"content_index":0,"text":"Paris 👩‍👩‍👧","logprobs":[]}"#,
                #"{"type":"response.content_part.done","sequence_number":7,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Paris 👩‍👩‍👧"}}"#,
                #"{"type":"response.output_item.done","sequence_number":8,"output_index":0,"item":{"id":"msg_1","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Paris 👩‍👩‍👧"}],"role":"assistant"}}"#,
                #"{"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","object":"response","created_at":5,"status":"completed","model":"m","output":[{"id":"msg_1","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Paris 👩‍👩‍👧"}],"role":"assistant"}],"tools":[],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}}"#,
            ],
            response: #"""
                {"id":"resp_1","object":"response","created_at":5,"status":"completed","model":"m","output":[{"id":"msg_1","type":
                "message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Paris 👩‍👩‍👧"}],
                "role":"assistant"}],"tools":[],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}
                """#),
        ResponseStreamFixture(
            name: "OpenAI, reasoning and parallel calls",
            events: [
                #"{"type":"response.created","response":{"id":"resp_2","status":"in_progress","model":"m"}}"#,
                #"{"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}"#,
                #"{"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}"#,
                #"{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"**Look"}"#,
                #"{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"ing**"}"#,
                #"{"type":"response.reasoning_summary_text.done","item_id":"rs_1","output_index":0,"summary_index":0,"text":"**Looking**"}"#,
                #"{"type":"response.reasoning_summary_part.done","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"**Looking**"}}"#,
                #"{"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":1,"part":{"type":"summary_text","text":""}}"#,
                #"{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":1,"delta":"Done"}"#,
                #"{"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"**Looking**"},{"type":"summary_text","text":"Done"}],"encrypted_content":"gA"}}"#,
                #"{"type":"response.output_item.added","output_index":1,"item":{"id":"fc_1","type":"function_call","status":"in_progress","arguments":"","call_id":"call_a","name":"weather"}}"#,
                #"{"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":1,"delta":"{\"city\":"}"#,
                #"{"type":"response.output_item.added","output_index":2,"item":{"id":"fc_2","type":"function_call","status":"in_progress","arguments":"","call_id":"call_b","name":"time"}}"#,
                #"{"type":"response.function_call_arguments.delta","item_id":"fc_2","output_index":2,"delta":"{}"}"#,
                #"{"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":1,"delta":"\"Paris\"}"}"#,
                #"{"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":1,"arguments":"{\"city\":\"Paris\"}"}"#,
                #"{"type":"response.function_call_arguments.done","item_id":"fc_2","output_index":2,"arguments":"{}"}"#,
                #"{"type":"response.output_item.done","output_index":1,"item":{"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"city\":\"Paris\"}","call_id":"call_a","name":"weather"}}"#,
                #"{"type":"response.output_item.done","output_index":2,"item":{"id":"fc_2","type":"function_call","status":"completed","arguments":"{}","call_id":"call_b","name":"time"}}"#,
                #"{"type":"response.completed","response":{"id":"resp_2","status":"completed","model":"m","output":[]}}"#,
            ],
            response: #"""
                {"id":"resp_2","object":"response","status":"completed","model":"m","output":[{"id":"rs_1","type":"reasoning",
                "summary":[{"type":"summary_text","text":"**Looking**"},{"type":"summary_text","text":"Done"}],"encrypted_content":"gA"},
                {"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"city\":\"Paris\"}","call_id":"call_a",
                "name":"weather"},{"id":"fc_2","type":"function_call","status":"completed","arguments":"{}","call_id":"call_b",
                "name":"time"}]}
                """#),
        ResponseStreamFixture(
            name: "without places, ending with little",
            events: [
                #"{"type":"response.created","response":{"id":"resp_3","object":"response","status":"in_progress"}}"#,
                #"{"type":"response.output_item.added","item":{"id":"rs_1","type":"reasoning","summary":[],"content":[],"status":"in_progress"}}"#,
                #"{"type":"response.reasoning_text.delta","item_id":"rs_1","delta":"Let me"}"#,
                #"{"type":"response.reasoning_text.delta","item_id":"rs_1","delta":" think."}"#,
                #"{"type":"response.output_item.done","item":{"id":"rs_1","type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"Let me think."}],"encrypted_content":""}}"#,
                #"{"type":"response.output_item.added","item":{"id":"msg_1","type":"message","content":[],"role":"assistant","status":"in_progress"}}"#,
                #"{"type":"response.content_part.added","item_id":"msg_1","part":{"type":"output_text","text":""}}"#,
                #"{"type":"response.output_text.delta","item_id":"msg_1","delta":"4"}"#,
                #"{"type":"response.output_item.done","item":{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[]}}"#,
                #"{"type":"response.completed","response":{"id":"resp_3","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}}"#,
            ],
            response: #"""
                {"id":"resp_3","object":"response","status":"completed","output":[{"id":"rs_1","type":"reasoning","summary":[],"content":
                [{"type":"reasoning_text","text":"Let me think."}],"encrypted_content":""},{"id":"msg_1","type":"message","status":
                "completed","role":"assistant","content":[{"type":"output_text","text":"4"}]}],
                "usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}
                """#),
        ResponseStreamFixture(
            name: "llama-server 10435",
            events: [
                #"{"type":"response.created","response":{"id":"resp_D","object":"response","status":"in_progress"}}"#,
                #"{"type":"response.in_progress","response":{"id":"resp_D","object":"response","status":"in_progress"}}"#,
                #"{"type":"response.output_item.added","item":{"content":[],"id":"msg_h","role":"assistant","status":"in_progress","type":"message"}}"#,
                #"{"type":"response.content_part.added","item_id":"msg_h","part":{"type":"output_text","text":""}}"#,
                #"{"type":"response.output_text.delta","item_id":"msg_h","delta":"Hello"}"#,
                #"{"type":"response.output_text.delta","item_id":"msg_h","delta":" there"}"#,
                #"{"type":"response.output_text.done","item_id":"msg_h","text":"Hello there"}"#,
                #"{"type":"response.content_part.done","item_id":"msg_h","part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello there"}}"#,
                #"{"type":"response.output_item.done","item":{"type":"message","status":"completed","id":"msg_h","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello there"}],"role":"assistant"}}"#,
                #"{"type":"response.completed","response":{"id":"resp_D","object":"response","created_at":1795880355,"status":"completed","model":"smollm2.gguf","output":[{"type":"message","status":"completed","id":"msg_h","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello there"}],"role":"assistant"}],"usage":{"input_tokens":33,"output_tokens":2,"total_tokens":35,"input_tokens_details":{"cached_tokens":32}}},"timings":{"cache_n":32,"prompt_ms":16.287}}"#,
            ],
            response: #"""
                {"id":"resp_D","object":"response","created_at":1795880355,"status":"completed","model":"smollm2.gguf","output":[
                {"type":"message","status":"completed","id":"msg_h","content":[{"type":"output_text","annotations":[],"logprobs":[],
                "text":"Hello there"}],"role":"assistant"}],"usage":{"input_tokens":33,"output_tokens":2,"total_tokens":35,
                "input_tokens_details":{"cached_tokens":32}}}
                """#),
        ResponseStreamFixture(
            name: "every item at the same place",
            events: [
                #"{"type":"response.created","response":{"id":"r","status":"in_progress"}}"#,
                #"{"type":"response.output_item.added","output_index":0,"item":{"id":"a","type":"message","role":"assistant","content":[]}}"#,
                #"{"type":"response.output_text.delta","item_id":"a","output_index":0,"content_index":0,"delta":"one"}"#,
                #"{"type":"response.output_item.done","output_index":0,"item":{"id":"a","type":"message","role":"assistant","content":[{"type":"output_text","text":"one"}]}}"#,
                #"{"type":"response.output_item.added","output_index":0,"item":{"id":"b","type":"message","role":"assistant","content":[]}}"#,
                #"{"type":"response.output_text.delta","item_id":"b","output_index":0,"content_index":0,"delta":"two"}"#,
                #"{"type":"response.incomplete","response":{"id":"r","incomplete_details":{"reason":"max_output_tokens"}}}"#,
            ],
            response: #"""
                {"id":"r","object":"response","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[
                {"id":"a","type":"message","role":"assistant","content":[{"type":"output_text","text":"one"}]},
                {"id":"b","type":"message","role":"assistant","content":[{"type":"output_text","text":"two"}]}]}
                """#),
        ResponseStreamFixture(
            name: "another id in every event",
            events: [
                #"{"type":"response.created","response":{"id":"r1","status":"in_progress"}}"#,
                #"{"type":"response.output_item.added","output_index":0,"item":{"id":"x1","type":"function_call","call_id":"c","name":"f","arguments":""}}"#,
                #"{"type":"response.function_call_arguments.delta","item_id":"x2","output_index":0,"delta":"{}"}"#,
                #"{"type":"response.output_item.done","output_index":0,"item":{"id":"x3","type":"function_call","call_id":"c","name":"f","arguments":"{}"}}"#,
                #"{"type":"response.output_item.added","output_index":1,"item":{"id":"y1","type":"custom_tool_call","call_id":"d","name":"g","input":""}}"#,
                #"{"type":"response.custom_tool_call_input.delta","item_id":"y2","output_index":1,"delta":"pr"}"#,
                #"{"type":"response.custom_tool_call_input.done","item_id":"y3","output_index":1,"input":"print"}"#,
                #"{"type":"response.completed","response":{"id":"r2","status":"completed"}}"#,
            ],
            response: #"""
                {"id":"r2","object":"response","status":"completed","output":[{"id":"x3","type":"function_call","call_id":"c","name":"f",
                "arguments":"{}"},{"id":"y1","type":"custom_tool_call","call_id":"d","name":"g","input":"print"}]}
                """#),
        ResponseStreamFixture(
            name: "annotations, a refusal, probabilities, nothing announced, unknown events",
            events: [
                #"{"type":"response.web_search_call.searching","item_id":"ws","output_index":0}"#,
                #"{"type":"response.output_text.delta","item_id":"m","delta":"a","logprobs":[{"token":"a","logprob":-1}]}"#,
                #"{"type":"response.output_text.delta","item_id":"m","delta":"b","logprobs":[{"token":"b","logprob":-2}]}"#,
                #"{"type":"response.output_text.annotation.added","item_id":"m","annotation":{"type":"url_citation","url":"u"}}"#,
                #"{"type":"response.refusal.delta","item_id":"m","content_index":1,"delta":"n"}"#,
                #"{"type":"response.refusal.done","item_id":"m","content_index":1,"refusal":"no"}"#,
                #"{"type":"response.completed","response":{"id":"r"}}"#,
            ],
            response: #"""
                {"id":"r","object":"response","status":"completed","output":[{"id":"m","type":"message","role":"assistant","content":[
                {"type":"output_text","text":"ab","annotations":[{"type":"url_citation","url":"u"}],"logprobs":[{"token":"a",
                "logprob":-1},{"token":"b","logprob":-2}]},{"type":"refusal","refusal":"no"}]}]}
                """#),
    ]
}
