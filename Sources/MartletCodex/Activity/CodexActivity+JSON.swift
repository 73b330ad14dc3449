public import MartletAPI

extension CodexActivity {
    /// The activity as JSON: an object whose `type` says what it is. The names are those of `codex exec --json` where it
    /// has some.
    public var json: JSONObject {
        switch self {
        case .command(let command): return command.json
        case .commandOutput(let id, let text):
            return ["type": "command_output", "id": .string(id), "delta": .string(text)]
        case .fileChanges(let changes):
            return [
                "type": "file_change", "id": .string(changes.id), "status": .string(changes.status.rawValue),
                "changes": .array(changes.changes.map { .object($0.json) }),
            ]
        case .tool(let use): return use.json
        case .webSearch(let search):
            var object: JSONObject = [
                "type": "web_search", "id": .string(search.id), "query": .string(search.query),
            ]
            object["action"] = search.action
            return object
        case .plan(let steps):
            return [
                "type": "plan",
                "steps": .array(
                    steps.map { ["text": .string($0.text), "status": .string($0.status.rawValue)] }),
            ]
        case .diff(let text): return ["type": "diff", "diff": .string(text)]
        case .message(let text, let phase):
            var object: JSONObject = ["type": "message", "text": .string(text)]
            object["phase"] = phase.map { .string($0.rawValue) }
            return object
        case .warning(let text): return ["type": "warning", "message": .string(text)]
        case .retrying(let retry):
            var object: JSONObject = ["type": "retrying", "message": .string(retry.message)]
            object["status"] = retry.status.map { .integer($0) }
            return object
        case .modelRerouted(let from, let to):
            return ["type": "model_rerouted", "from": .string(from.rawValue), "to": .string(to.rawValue)]
        case .approval(let request, let decision):
            return [
                "type": "approval", "id": .string(request.itemID), "decision": .string(decision.word),
            ]
        case .usage(let usage):
            return ["type": "usage", "input_tokens": .integer(usage.input), "output_tokens": .integer(usage.output)]
        case .contextCompacted: return ["type": "context_compacted"]
        case .other(let type, let payload): return ["type": .string(type), "payload": payload]
        }
    }
}

extension CodexCommand {
    fileprivate var json: JSONObject {
        var object: JSONObject = [
            "type": "command", "id": .string(id), "command": .string(command), "status": .string(status.rawValue),
        ]
        object["cwd"] = workingDirectory.map { .string($0) }
        object["output"] = .string(output)
        object["exit_code"] = exitCode.map { .integer($0) }
        object["duration_ms"] = duration.map { .integer($0.milliseconds) }
        return object
    }
}

extension CodexFileChange {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["path": .string(path), "kind": .string(kind)]
        object["moved_to"] = movedTo.map { .string($0) }
        object["diff"] = diff.map { .string($0) }
        return object
    }
}

extension CodexToolUse {
    fileprivate var json: JSONObject {
        var object: JSONObject = [
            "type": "tool", "id": .string(id), "tool": .string(tool), "status": .string(status.rawValue),
            "arguments": arguments,
        ]
        object["server"] = server.map { .string($0) }
        object["result"] = result
        object["error"] = error.map { .string($0) }
        return object
    }
}
