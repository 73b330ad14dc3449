import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

struct CodexHistoryTests {
    private func history(_ json: String) throws -> CodexHistory {
        try CodexHistory(try ChatCompletionRequest(json: #"{"messages":"# + json + "}").messages)
    }

    @Test func `Roles stay what they are`() throws {
        let history = try history(
            """
            [{"role":"system","content":"Be brief."},{"role":"developer","content":[{"type":"text","text":"Be kind."}]},
             {"role":"user","content":"Weather?"},
             {"role":"assistant","content":"I look.","tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]},
             {"role":"tool","tool_call_id":"c1","content":"sunny"},
             {"role":"system","content":"Now in French."},
             {"role":"user","content":[{"type":"text","text":"And this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"high"}}]}]
            """)
        #expect(history.instructions == "Be brief.\n\nBe kind.")
        #expect(
            history.items == [
                ["type": "message", "role": "user", "content": [["type": "input_text", "text": "Weather?"]]],
                ["type": "message", "role": "assistant", "content": [["type": "output_text", "text": "I look."]]],
                ["type": "function_call", "name": "weather", "arguments": #"{"city":"Rome"}"#, "call_id": "c1"],
                ["type": "function_call_output", "call_id": "c1", "output": "sunny"],
                [
                    "type": "message", "role": "developer",
                    "content": [["type": "input_text", "text": "Now in French."]],
                ],
            ])
        #expect(history.input == [.text("And this?"), .image(url: "data:image/png;base64,AAAA", detail: "high")])
        #expect(history.notes.isEmpty)
    }

    @Test func `A conversation that does not end with the user has no input`() throws {
        let history = try history(
            #"[{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"}]"#)
        #expect(history.input.isEmpty && history.items.count == 3 && history.instructions == nil)
    }

    @Test func `The superseded calls of functions are understood`() throws {
        let history = try history(
            """
            [{"role":"user","content":"a"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
             {"role":"function","name":"f","content":"1"}]
            """)
        #expect(history.items.map { $0["call_id"]?.stringValue } == [nil, "call_function_1", "call_function_1"])
    }

    @Test func `An image in a detail that Codex does not know is shown all the same`() throws {
        let history = try history(
            """
            [{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://h/a.png","detail":"low"}},
              {"type":"image_url","image_url":{"url":"https://h/b.png","detail":"auto"}}]}]
            """)
        #expect(
            history.input == [
                .image(url: "https://h/a.png", detail: nil), .image(url: "https://h/b.png", detail: nil),
            ])
        #expect(history.notes.count == 1)
    }

    @Test(arguments: [
        ("[]", "messages"), (#"[{"role":"system","content":"a"}]"#, "messages"),
        (#"[{"role":"robot","content":"a"},{"role":"user","content":"a"}]"#, "messages[0].role"),
        (#"[{"role":"user","content":null}]"#, "messages[0].content"),
        (#"[{"role":"user","content":[]}]"#, "messages[0].content"),
        (#"[{"role":"system","content":null},{"role":"user","content":"a"}]"#, "messages[0].content"),
        (#"[{"role":"assistant","content":null},{"role":"user","content":"a"}]"#, "messages[0]"),
        (#"[{"role":"tool","content":"a"},{"role":"user","content":"a"}]"#, "messages[0].tool_call_id"),
        (#"[{"role":"tool","tool_call_id":"x","content":"a"}]"#, "messages[0].tool_call_id"),
        (
            #"[{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"a"}]"#,
            "messages[1]"
        ),
        (
            #"[{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}]"#, "messages[1]"
        ),
        (#"[{"role":"function","name":"f","content":"a"},{"role":"user","content":"a"}]"#, "messages[0]"),
        (
            #"[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}]}]"#,
            "messages[0].content[0]"
        ),
        (
            #"[{"role":"user","content":[{"type":"image_url","image_url":{"url":"/etc/passwd"}}]}]"#,
            "messages[0].content[0]"
        ),
        (
            #"[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///a.png"}}]}]"#,
            "messages[0].content[0]"
        ),
    ])
    func `A message that cannot be expressed is an error that names it`(json: String, parameter: String) throws {
        let error = #expect(throws: MartletError.self) { try history(json) }
        #expect(error?.code == .invalidRequest && error?.parameter == parameter)
    }
}
