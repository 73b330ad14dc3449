import MartletAPI

extension RunStep {
    /// The step in which the answer is written.
    static func message(_ id: MessageID, of run: StoredRun, now: Int) -> RunStep {
        RunStep(id: Identifier.make("step"), runID: run.id, createdAt: now, details: details(of: id))
    }

    static func details(of message: MessageID) -> JSONObject {
        ["type": "message_creation", "message_creation": ["message_id": .string(message.rawValue)]]
    }

    /// The step in which tools are called.
    static func toolCalls(_ calls: [ToolCall], of run: StoredRun, now: Int) -> RunStep {
        RunStep(
            id: Identifier.make("step"), runID: run.id, createdAt: now,
            details: ["type": "tool_calls", "tool_calls": .array(calls.map { Self.call($0, output: nil) })])
    }

    /// Adds what the tools said; the step ends when there is no call without an output.
    mutating func add(_ outputs: [ToolCallID: String], now: Int) {
        var isComplete = true
        details["tool_calls"] = .array(
            toolCalls.map { call in
                guard var members = call.objectValue, var function = members["function"]?.objectValue else {
                    return call
                }
                if let id = members["id"]?.stringValue, let output = outputs[ToolCallID(rawValue: id)] {
                    function["output"] = .string(output)
                    members["function"] = .object(function)
                }
                if function["output"] == .null { isComplete = false }
                return .object(members)
            })
        if isComplete { endedAt = now }
    }

    /// The calls, as OpenAI writes them; none in a step of another kind.
    var toolCalls: [JSONValue] { details["tool_calls"]?.arrayValue ?? [] }

    private static func call(_ call: ToolCall, output: String?) -> JSONValue {
        [
            "id": .string(call.id.rawValue), "type": "function",
            "function": [
                "name": .string(call.function.name), "arguments": .string(call.function.arguments),
                "output": output.map { .string($0) } ?? .null,
            ],
        ]
    }
}
