import MartletAPI
import MartletTesting

/// The Responses API as far as Codex needs it, in the test's hand.
enum ResponsesStub {
    /// An answer of text, piece by piece.
    ///
    /// - Parameter hold: Reached after the first piece.
    static func text(
        _ pieces: [String], usage: (input: Int, output: Int)? = (12, 6), hold: FaultGate? = nil,
        then: [FaultResponse.Step] = []
    ) -> FaultResponse {
        let added: JSONValue = ["type": "message", "id": "msg_1", "role": "assistant", "content": []]
        let done: JSONValue = [
            "type": "message", "id": "msg_1", "role": "assistant",
            "content": [["type": "output_text", "text": .string(pieces.joined())]],
        ]
        var steps = [
            event("response.created", ["response": ["id": "resp_1"]]),
            event("response.output_item.added", ["output_index": 0, "item": added]),
        ]
        for (index, piece) in pieces.enumerated() {
            if index == 1, let hold { steps.append(.hold(hold)) }
            steps.append(
                event(
                    "response.output_text.delta",
                    [
                        "item_id": "msg_1", "output_index": 0, "content_index": 0, "delta": .string(piece),
                    ]))
        }
        if !then.isEmpty { return stream(steps + then) }
        steps.append(event("response.output_item.done", ["output_index": 0, "item": done]))
        return stream(steps + [completed(usage)])
    }

    /// A call of a tool that Codex offers.
    static func call(_ name: String, _ arguments: JSONValue, id: String = "call_1") -> FaultResponse {
        let item: JSONValue = [
            "type": "function_call", "id": .string("fc_\(id)"), "call_id": .string(id), "name": .string(name),
            "arguments": .string((try? arguments.jsonText()) ?? "{}"),
        ]
        return stream([
            event("response.created", ["response": ["id": "resp_1"]]),
            event("response.output_item.done", ["output_index": 0, "item": item]),
            completed((20, 10)),
        ])
    }

    /// The shell tool, as Codex offers it in a request: its name, and a call's arguments for a command.
    static func shell(_ request: FaultRequest, _ command: String, escalated: Bool = false) -> FaultResponse {
        let tools = (try? JSONValue(json: request.body))?["tools"]?.arrayValue ?? []
        let names = tools.compactMap { $0["name"]?.stringValue }
        let name = ["shell_command", "shell"].first { names.contains($0) } ?? "shell_command"
        var arguments: JSONObject = [:]
        arguments["command"] = name == "shell" ? ["/bin/sh", "-c", .string(command)] : .string(command)
        if escalated {
            arguments["sandbox_permissions"] = "require_escalated"
            arguments["justification"] = "it must leave the sandbox"
        }
        return call(name, .object(arguments))
    }

    /// What a request has as output of the call before it; nil when it has none.
    static func output(in request: FaultRequest) -> String? {
        let input = (try? JSONValue(json: request.body))?["input"]?.arrayValue ?? []
        guard let item = input.last(where: { $0["type"] == "function_call_output" }) else { return nil }
        return item["output"]?.stringValue ?? (try? item["output"]?.jsonText())
    }

    private static func completed(_ usage: (input: Int, output: Int)?) -> FaultResponse.Step {
        var response: JSONObject = ["id": "resp_1"]
        if let usage {
            response["usage"] = [
                "input_tokens": .integer(usage.input), "input_tokens_details": ["cached_tokens": 0],
                "output_tokens": .integer(usage.output), "output_tokens_details": ["reasoning_tokens": 0],
                "total_tokens": .integer(usage.input + usage.output),
            ]
        }
        return event("response.completed", ["response": .object(response)])
    }

    private static func event(_ type: String, _ members: JSONObject) -> FaultResponse.Step {
        var members = members
        members["type"] = .string(type)
        let text = (try? JSONValue.object(members).jsonText()) ?? "{}"
        return .bytes(Array("event: \(type)\ndata: \(text)\n\n".utf8))
    }

    private static func stream(_ steps: [FaultResponse.Step]) -> FaultResponse {
        FaultResponse(headers: [("Content-Type", "text/event-stream")], framing: .chunked, steps: steps)
    }
}
