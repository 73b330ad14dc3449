import MartletAPI

extension Fixture {
    static let responseEvents = [
        event("created", #""response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress"}"#),
        event("queued", #""response.queued","sequence_number":1,"response":{"id":"resp_1","status":"queued"}"#),
        event("in progress", #""response.in_progress","response":{"id":"resp_1","status":"in_progress","x":1}"#),
        event(
            "an item begins",
            #""response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_1","type":"message","#
                + #""status":"in_progress","content":[],"role":"assistant"}"#),
        event(
            "an item ends",
            #""response.output_item.done","sequence_number":9,"output_index":1,"item":{"type":"web_search_call"},"y":2"#
        ),
        event(
            "a part begins",
            #""response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"#
                + #""output_text","text":"","annotations":[]},"sequence_number":3"#),
        event(
            "a part ends",
            #""response.content_part.done","item_id":"msg_1","output_index":0,"content_index":"0","part":{"type":"#
                + #""refusal","refusal":"no"},"sequence_number":7"#),
        event(
            "a piece of text",
            #""response.output_text.delta","sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"#
                + #""delta":"In","logprobs":[],"obfuscation":"RvM""#),
        event(
            "a piece of text with probabilities",
            #""response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"In","logprobs":"#
                + #"[{"token":"In","logprob":-1.5,"top_logprobs":[{"token":"On","logprob":-2}]}]"#),
        event("a piece of text (llama.cpp)", #""response.output_text.delta","item_id":"msg_1","delta":"In""#),
        event(
            "the whole text",
            #""response.output_text.done","item_id":"m","output_index":0,"content_index":0,"text":"In a","logprobs":[]"#
        ),
        event(
            "an annotation",
            #""response.output_text.annotation.added","item_id":"m","output_index":0,"content_index":0,"#
                + #""annotation_index":0,"annotation":{"type":"file_citation","index":390},"sequence_number":1"#),
        event("a piece of a refusal", #""response.refusal.delta","item_id":"m","content_index":0,"delta":"n""#),
        event("the whole refusal", #""response.refusal.done","item_id":"m","content_index":0,"refusal":"no""#),
        event("a piece of arguments", #""response.function_call_arguments.delta","output_index":0,"delta":"{\"""#),
        event(
            "T35 the whole of arguments without a name",
            #""response.function_call_arguments.done","item_id":"fc","output_index":0,"arguments":"{}""#),
        event(
            "the whole of arguments with a name",
            #""response.function_call_arguments.done","item_id":"fc","name":"f","arguments":"{}","output_index":0"#),
        event("a piece of an input", #""response.custom_tool_call_input.delta","item_id":"c","delta":"pr""#),
        event("the whole of an input", #""response.custom_tool_call_input.done","item_id":"c","input":"print""#),
        event(
            "a part of a summary begins",
            #""response.reasoning_summary_part.added","item_id":"rs","output_index":0,"summary_index":1,"part":"#
                + #"{"type":"summary_text","text":""}"#),
        event(
            "a part of a summary ends",
            #""response.reasoning_summary_part.done","item_id":"rs","summary_index":1,"part":{"type":"summary_text","#
                + #""text":"x"}"#),
        event(
            "a piece of a summary",
            #""response.reasoning_summary_text.delta","item_id":"rs","summary_index":1,"delta":"x""#),
        event(
            "the whole of a summary",
            #""response.reasoning_summary_text.done","item_id":"rs","summary_index":1,"text":"x""#),
        event("a piece of reasoning", #""response.reasoning_text.delta","item_id":"rs","content_index":0,"delta":"x""#),
        event("the whole of reasoning", #""response.reasoning_text.done","item_id":"rs","content_index":0,"text":"x""#),
        event(
            "completed", #""response.completed","sequence_number":10,"response":{"id":"r","usage":{"input_tokens":1}}"#),
        event("incomplete", #""response.incomplete","response":{"id":"r","incomplete_details":{"reason":"x"}}"#),
        event("failed", #""response.failed","response":{"id":"r","error":{"code":"x","message":"y"}}"#),
        event(
            "error",
            #""error","code":"ERR_SOMETHING","message":"Something went wrong","param":null,"sequence_number":1"#),
        event("error in an object", #""error","error":{"type":"t","message":"m"}"#),
        event("an unknown kind", #""response.web_search_call.searching","item_id":"ws","output_index":0"#),
        event("no text", #""response.output_text.delta","item_id":"m""#),
        event("text of another type", #""response.output_text.delta","delta":{"text":"a"}"#),
        event("no response", #""response.completed","response":"all of it""#),
        event("no item", #""response.output_item.added","item":["x"]"#),
        event(
            "values of unexpected types",
            #""response.output_text.delta","sequence_number":"four","item_id":{"a":1},"output_index":[],"content_index""#
                + #":"x","delta":"y","logprobs":"none""#),
        Fixture(ResponseStreamEvent.self, "no type", #"{"delta":"x"}"#),
        Fixture(ResponseStreamEvent.self, "the type last", #"{"delta":"x","type":"response.output_text.delta"}"#),
        Fixture(ResponseStreamEvent.self, "a type that is none", #"{"type":["response.created"]}"#),
    ]

    private static func event(_ variant: String, _ members: String) -> Fixture {
        Fixture(ResponseStreamEvent.self, variant, #"{"type":\#(members)}"#)
    }
}
