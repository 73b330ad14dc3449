import MartletAPI

extension CodexActivity {
    /// The activity that an item of `exec --json` is; nil for the parts of the answer.
    ///
    /// - Parameters:
    ///   - type: The item's type, under its name of today.
    ///   - id: The item's own id: an item of type `web_search` has two members of that name.
    ///   - outputBytes: How much of a command's output is kept.
    init?(execItem item: JSONValue, type: String, id: String, outputBytes: Int) {
        let status = CodexStatus(rawValue: item["status"]?.stringValue ?? "")
        switch type {
        case "agent_message", "reasoning": return nil
        case "command_execution":
            self = .command(
                CodexCommand(
                    id: id, command: item["command"]?.stringValue ?? "", workingDirectory: nil,
                    output: (item["aggregated_output"]?.stringValue ?? "").end(bytes: outputBytes),
                    exitCode: item["exit_code"]?.intValue, status: status, duration: nil))
        case "file_change":
            let changes = (item["changes"]?.arrayValue ?? []).map { CodexFileChange($0) }
            self = .fileChanges(CodexFileChanges(id: id, changes: changes, status: status))
        case "mcp_tool_call":
            self = .tool(
                CodexToolUse(
                    id: id, server: item["server"]?.stringValue, tool: item["tool"]?.stringValue ?? "",
                    arguments: item["arguments"] ?? .null,
                    result: item["result"]?.nonNull,
                    error: item["error"]?["message"]?.stringValue, status: status))
        case "web_search":
            self = .webSearch(
                CodexWebSearch(id: id, query: item["query"]?.stringValue ?? "", action: item["action"]))
        case "todo_list":
            self = .plan(
                (item["items"]?.arrayValue ?? []).map { step in
                    CodexPlanStep(
                        text: step["text"]?.stringValue ?? "",
                        status: step["completed"]?.boolValue == true ? .completed : CodexStatus(rawValue: "pending"))
                })
        case "error": self = .warning(item["message"]?.stringValue ?? "")
        default: self = .other(type: type, payload: item)
        }
    }
}
