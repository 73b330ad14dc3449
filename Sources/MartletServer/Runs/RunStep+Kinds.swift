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

    /// Ends the step with what the tools said.
    mutating func end(with outputs: [ChatMessage], now: Int) {
        endedAt = now
        let calls = details["tool_calls"]?.arrayValue ?? []
        details["tool_calls"] = .array(
            zip(calls, outputs).map { call, output in
                guard var members = call.objectValue, var function = members["function"]?.objectValue else {
                    return call
                }
                function["output"] = .string(output.text)
                members["function"] = .object(function)
                return .object(members)
            })
    }

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
