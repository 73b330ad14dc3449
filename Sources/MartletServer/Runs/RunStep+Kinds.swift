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
    ///
    /// - Parameter searches: Those of the calls that search files.
    static func toolCalls(
        _ calls: [ToolCall], searches: Set<ToolCallID> = [], of run: StoredRun, now: Int
    ) -> RunStep {
        let described = calls.map { searches.contains($0.id) ? search($0.id, found: [:]) : Self.call($0, output: nil) }
        return RunStep(
            id: Identifier.make("step"), runID: run.id, createdAt: now,
            details: ["type": "tool_calls", "tool_calls": .array(described)])
    }

    /// The step in which the platform searched files by itself.
    static func searched(_ found: JSONValue, of run: StoredRun, now: Int) -> RunStep {
        RunStep(
            id: Identifier.make("step"), runID: run.id, createdAt: now, endedAt: now,
            details: [
                "type": "tool_calls",
                "tool_calls": [search(ToolCallID(rawValue: Identifier.make("call")), found: found)],
            ])
    }

    private static func search(_ id: ToolCallID, found: JSONValue) -> JSONValue {
        ["id": .string(id.rawValue), "type": "file_search", "file_search": found]
    }

    /// Adds what the tools said; the step ends when there is no call without an output.
    ///
    /// - Parameter found: What searches have found, instead of what they said.
    mutating func add(_ outputs: [ToolCallID: String], found: [ToolCallID: JSONValue] = [:], now: Int) {
        var isComplete = true
        details["tool_calls"] = .array(
            toolCalls.map { call in
                guard var members = call.objectValue else { return call }
                let id = members["id"]?.stringValue.map { ToolCallID(rawValue: $0) }
                guard var function = members["function"]?.objectValue else {
                    if let id, let found = found[id] { members["file_search"] = found }
                    if members["file_search"]?["results"] == nil { isComplete = false }
                    return .object(members)
                }
                if let id, let output = outputs[id] {
                    function["output"] = .string(output)
                    members["function"] = .object(function)
                }
                if function["output"] == .null { isComplete = false }
                return .object(members)
            })
        if isComplete { endedAt = now }
    }

    /// The details without the text of passages that were found.
    var detailsWithoutResults: JSONObject {
        guard toolCalls.contains(where: { $0["file_search"]?["results"] != nil }) else { return details }
        var details = details
        details["tool_calls"] = .array(
            toolCalls.map { call in
                guard var members = call.objectValue, var search = members["file_search"]?.objectValue,
                    let results = search["results"]?.arrayValue
                else { return call }
                search["results"] = .array(
                    results.map { result in
                        var members = result.objectValue ?? [:]
                        members["content"] = nil
                        return .object(members)
                    })
                members["file_search"] = .object(search)
                return .object(members)
            })
        return details
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
