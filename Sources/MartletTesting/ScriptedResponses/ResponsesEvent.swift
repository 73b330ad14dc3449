import MartletAPI

/// Writes an answer as the events of `/v1/responses`.
struct ResponsesEvent {
    private let request: ScriptedResponsesRequest
    private let responseID: String
    private var steps: [FaultResponse.Step] = []
    private var output: [JSONValue] = []

    /// The whole stream.
    static func stream(
        _ items: [ScriptedItem], ending: ScriptedTurn.Ending, for request: ScriptedResponsesRequest
    ) -> FaultResponse {
        var writer = ResponsesEvent(request: request, responseID: "resp_\(request.http.index)")
        writer.send("response.created", ["response": .object(writer.response(status: "in_progress"))])
        for item in items { writer.write(item) }
        writer.end(ending)
        return .eventStream([], then: writer.steps)
    }

    private init(request: ScriptedResponsesRequest, responseID: String) {
        self.request = request
        self.responseID = responseID
    }

    // MARK: Items

    private mutating func write(_ item: ScriptedItem) {
        switch item {
        case .message(let pieces, let gate): message(pieces, holding: gate)
        case .reasoning(let text): reasoning(text)
        case .shellCommand(let command, let justification):
            let call = request.shellCall(command, justification: justification)
            function(call.name, call.arguments)
        case .applyPatch(let patch):
            guard request.toolNames.contains("apply_patch") else {
                let call = request.shellCall("apply_patch <<'EOF'\n\(patch)\nEOF")
                return function(call.name, call.arguments)
            }
            complete([
                "type": "custom_tool_call", "id": .string(id("ctc")), "call_id": .string(id("call")),
                "name": "apply_patch", "input": .string(patch), "status": "completed",
            ])
        case .functionCall(let name, let arguments): function(name, arguments)
        case .raw(let item): complete(item)
        }
    }

    private mutating func message(_ pieces: [String], holding gate: FaultGate?) {
        let id = id("msg")
        var item: JSONObject = [
            "type": "message", "id": .string(id), "role": "assistant", "status": "in_progress", "content": [],
        ]
        begin(.object(item))
        for (position, piece) in pieces.enumerated() {
            send(
                "response.output_text.delta",
                ["item_id": .string(id), "output_index": index, "content_index": 0, "delta": .string(piece)])
            if position == 0, let gate { steps.append(.hold(gate)) }
        }
        item["status"] = "completed"
        item["content"] = [
            ["type": "output_text", "text": .string(pieces.joined()), "annotations": []]
        ]
        end(.object(item))
    }

    private mutating func reasoning(_ text: String) {
        let id = id("rs")
        begin(["type": "reasoning", "id": .string(id), "summary": []])
        let place: JSONObject = ["item_id": .string(id), "output_index": index, "summary_index": 0]
        var part = place
        part["part"] = ["type": "summary_text", "text": ""]
        send("response.reasoning_summary_part.added", part)
        var delta = place
        delta["delta"] = .string(text)
        send("response.reasoning_summary_text.delta", delta)
        end([
            "type": "reasoning", "id": .string(id), "summary": [["type": "summary_text", "text": .string(text)]],
        ])
    }

    private mutating func function(_ name: String, _ arguments: JSONValue) {
        complete([
            "type": "function_call", "id": .string(id("fc")), "call_id": .string(id("call")), "name": .string(name),
            "arguments": .string(Self.text(of: arguments)), "status": "completed",
        ])
    }

    private mutating func complete(_ item: JSONValue) {
        begin(item)
        end(item)
    }

    /// Without this event, Codex throws the pieces of a message away.
    private mutating func begin(_ item: JSONValue) {
        send("response.output_item.added", ["output_index": index, "item": item])
    }

    private mutating func end(_ item: JSONValue) {
        send("response.output_item.done", ["output_index": index, "item": item])
        output.append(item)
    }

    // MARK: The end

    private mutating func end(_ ending: ScriptedTurn.Ending) {
        switch ending {
        case .completed(let usage):
            var response = response(status: "completed")
            response["usage"] = usage.map(Self.usage) ?? .null
            send("response.completed", ["response": .object(response)])
        case .incomplete(let reason):
            var response = response(status: "incomplete")
            response["incomplete_details"] = ["reason": .string(reason)]
            send("response.incomplete", ["response": .object(response)])
        case .failed(let code, let message):
            var response = response(status: "failed")
            response["error"] = ["code": .string(code), "message": .string(message)]
            send("response.failed", ["response": .object(response)])
        case .cut: steps.append(.close)
        case .silence: steps.append(.silence)
        }
    }

    private func response(status: String) -> JSONObject {
        [
            "id": .string(responseID), "object": "response", "created_at": 1_700_000_000, "status": .string(status),
            "model": request.body["model"] ?? "scripted", "output": .array(output),
        ]
    }

    private static func usage(_ usage: CompletionUsage) -> JSONValue {
        [
            "input_tokens": .integer(usage.promptTokens),
            "input_tokens_details": ["cached_tokens": .integer(usage.promptTokensDetails?.cachedTokens ?? 0)],
            "output_tokens": .integer(usage.completionTokens),
            "output_tokens_details": [
                "reasoning_tokens": .integer(usage.completionTokensDetails?.reasoningTokens ?? 0)
            ],
            "total_tokens": .integer(usage.totalTokens),
        ]
    }

    // MARK: Writing

    private var index: JSONValue { .integer(output.count) }

    /// Unique on a server: the number of the request and that of the item.
    private func id(_ kind: String) -> String { "\(kind)_\(request.http.index)_\(output.count)" }

    private mutating func send(_ type: String, _ members: JSONObject) {
        var event: JSONObject = ["type": .string(type), "sequence_number": .integer(steps.count)]
        for (key, value) in members { event[key] = value }
        steps.append(.bytes(Array("event: \(type)\ndata: \(Self.text(of: .object(event)))\n\n".utf8)))
    }

    /// JSON; a number that JSON does not know makes an empty text, which no client takes for an answer.
    static func text(of value: JSONValue) -> String { (try? value.jsonText()) ?? "" }
}
