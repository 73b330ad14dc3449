import MartletAPI
import MartletCodex

/// What happens beside an answer, for programs: one object each, with its `kind`.
enum CodexActivityJSON {
    /// Nil for what is told elsewhere.
    static func object(_ activity: CodexActivity) -> JSONObject? {
        switch activity {
        case .command(let command):
            [
                "kind": "command", "id": .string(command.id), "command": .string(command.command),
                "status": .string(command.status.rawValue), "output": .string(command.output),
                "exit_code": command.exitCode.map { .integer($0) } ?? .null,
            ]
        case .commandOutput(let id, let text): ["kind": "command_output", "id": .string(id), "text": .string(text)]
        case .fileChanges(let changes):
            [
                "kind": "file_changes", "id": .string(changes.id), "status": .string(changes.status.rawValue),
                "changes": .array(changes.changes.map(change)),
            ]
        case .tool(let use):
            [
                "kind": "tool", "id": .string(use.id), "server": json(use.server), "tool": .string(use.tool),
                "arguments": use.arguments, "status": .string(use.status.rawValue), "result": use.result ?? .null,
                "error": json(use.error),
            ]
        case .webSearch(let search):
            ["kind": "web_search", "id": .string(search.id), "query": .string(search.query)]
        case .plan(let steps):
            [
                "kind": "plan",
                "steps": .array(
                    steps.map { ["text": .string($0.text), "status": .string($0.status.rawValue)] as JSONValue }),
            ]
        case .diff(let diff): ["kind": "diff", "diff": .string(diff)]
        case .message(let text, let phase):
            ["kind": "message", "text": .string(text), "phase": json(phase?.rawValue)]
        case .warning(let message): ["kind": "warning", "message": .string(message)]
        case .retrying(let retry):
            [
                "kind": "retrying", "message": .string(retry.message),
                "status": retry.status.map { .integer($0) } ?? .null,
            ]
        case .modelRerouted(let from, let to):
            ["kind": "model_rerouted", "from": .string(from.rawValue), "to": .string(to.rawValue)]
        case .approval(let request, let decision):
            ["kind": "approval", "id": .string(request.itemID), "decision": .string(word(for: decision))]
        case .usage: nil
        case .contextCompacted: ["kind": "context_compacted"]
        case .other(let type, let payload): ["kind": "other", "type": .string(type), "payload": payload]
        }
    }

    private static func change(_ change: CodexFileChange) -> JSONValue {
        [
            "path": .string(change.path), "change": .string(change.kind), "moved_to": json(change.movedTo),
            "diff": json(change.diff),
        ]
    }

    private static func word(for decision: CodexApprovalDecision) -> String {
        switch decision {
        case .accept: "accept"
        case .acceptForSession: "accept_for_session"
        case .acceptCommands: "accept_commands"
        case .decline: "decline"
        case .cancel: "cancel"
        }
    }

    private static func json(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
