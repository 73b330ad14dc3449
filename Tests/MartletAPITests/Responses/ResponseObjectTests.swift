import MartletAPI
import Testing

@Suite struct ResponseObjectTests {
    private func response(_ output: String, _ status: String = "completed") throws -> ResponseObject {
        try ResponseObject(json: #"{"id":"r","status":"\#(status)","output":[\#(output)]}"#)
    }

    @Test func `the members that OpenAI requires are written even when they are null`() throws {
        let response = ResponseObject(id: "r", createdAt: 1, status: .completed, model: "m")
        #expect(
            try response.jsonText()
                == #"{"id":"r","object":"response","created_at":1,"status":"completed","error":null,"#
                + #""incomplete_details":null,"model":"m","output":[],"usage":null,"instructions":null,"#
                + #""max_output_tokens":null,"metadata":null,"previous_response_id":null,"temperature":null,"tools":[],"#
                + #""top_p":null,"user":null}"#)
    }

    @Test func `the text is that of all messages, and nothing else`() throws {
        let output = try response(
            #"""
            {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"He"},{"type":"refusal","refusal":"x"}]},
            {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"llo","annotations":[]}]}
            """#)
        #expect(output.outputText == "Hello")
        #expect(output.refusalText == "x")
        #expect(output.reasoningText == "hm")
        #expect(output.functionCalls.map(\.name) == ["f"])
        #expect(try response("").outputText == "")
        #expect(try response("").refusalText == nil)
        #expect(try response("").reasoningText == nil)
    }

    @Test func `thoughts that are shown come before their summary`() throws {
        let reasoning = #"""
            {"type":"reasoning","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}]}
            """#
        #expect(try response(reasoning).reasoningText == "a\n\nb")
        let shown = #"""
            {"type":"reasoning","summary":[{"type":"summary_text","text":"a"}],"content":[{"type":"reasoning_text","text":"x"}]}
            """#
        #expect(try response(shown).reasoningText == "x")
        #expect(try response(#"{"type":"reasoning","summary":[],"encrypted_content":"g"}"#).reasoningText == nil)
    }

    @Test(arguments: [
        ("completed", "{", true), ("incomplete", "{}", false), ("failed", "{}", false), ("cancelled", "{}", false),
        ("in_progress", "{}", false), ("queued", "{}", false), ("novel", "{}", true), ("novel", "", true),
        ("novel", "{\\\"a", false),
    ])
    func `T67 calls of a response that was cut off are not executable`(
        _ status: String, _ arguments: String, _ isExecutable: Bool
    ) throws {
        let call = #"{"type":"function_call","call_id":"c","name":"f","arguments":"\#(arguments)"}"#
        #expect(try response(call, status).executableFunctionCalls.isEmpty == !isExecutable)
    }

    @Test(arguments: [
        (ResponseStatus.queued, false), (.inProgress, false), ("dreaming", false), (.completed, true),
        (.incomplete, true), (.failed, true), (.cancelled, true),
    ])
    func `a status says whether the response has ended`(_ status: ResponseStatus, _ isTerminal: Bool) {
        #expect(status.isTerminal == isTerminal)
    }

    @Test(arguments: ["{}", #"{"object":"response"}"#, #"{"id":null}"#, #"{"error":"overloaded"}"#, "[]", "1"])
    func `what has none of a response's members is none`(_ json: String) {
        #expect(throws: JSONError.self) { try ResponseObject(json: json) }
    }

    @Test func `a response as short as servers send it in events is read`() throws {
        let response = try ResponseObject(json: #"{"id":"r","usage":{"input_tokens":3}}"#)
        #expect(response.status == nil)
        #expect(response.usage?.inputTokens == 3)
        #expect(response.usage?.totalTokens == 0)
    }
}
