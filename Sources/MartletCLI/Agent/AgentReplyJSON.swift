import MartletAPI
import MartletAgent

/// An agent's reply as `martlet agent --json` prints it.
enum AgentReplyJSON {
    static func value(_ reply: AgentReply) -> JSONValue {
        var object: JSONObject = ["text": .string(reply.text)]
        object["reasoning"] = reply.reasoning.map { .string($0) }
        object["refusal"] = reply.refusal.map { .string($0) }
        object["finish_reason"] = reply.finishReason.map { .string($0.rawValue) }
        object["model"] = reply.model.map { .string($0.rawValue) }
        object["hit_tool_limit"] = .bool(reply.hitToolLimit)
        object["tool_runs"] = .array(reply.toolRuns.map(value))
        if let usage = reply.usage {
            object["usage"] = [
                "prompt_tokens": .integer(usage.promptTokens), "completion_tokens": .integer(usage.completionTokens),
                "total_tokens": .integer(usage.promptTokens + usage.completionTokens),
            ]
        }
        object["seconds"] = .number(reply.duration.seconds)
        return .object(object)
    }

    private static func value(_ run: ToolRun) -> JSONValue {
        var object: JSONObject = [
            "name": .string(run.call.function.name), "arguments": .string(run.call.function.arguments),
        ]
        object["content"] = run.content.map { .string($0) }
        object["error"] = run.error.map { .string($0.error) }
        object["seconds"] = .number(run.duration.seconds)
        return .object(object)
    }
}
