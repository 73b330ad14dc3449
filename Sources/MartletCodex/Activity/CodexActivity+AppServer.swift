import MartletAPI

extension CodexActivity {
    /// The activity that an item of the app-server is; nil for the parts of the answer and for what the user said.
    ///
    /// - Parameter outputBytes: How much of a command's output is kept.
    init?(item: JSONValue, outputBytes: Int) {
        let id = item["id"]?.stringValue ?? ""
        let status = CodexStatus(rawValue: item["status"]?.stringValue ?? "")
        switch item["type"]?.stringValue {
        case "agentMessage", "reasoning", "userMessage", "hookPrompt", nil: return nil
        case "commandExecution":
            self = .command(
                CodexCommand(
                    id: id, command: item["command"]?.stringValue ?? "",
                    workingDirectory: item["cwd"]?.stringValue,
                    output: (item["aggregatedOutput"]?.stringValue ?? "").end(bytes: outputBytes),
                    exitCode: item["exitCode"]?.intValue, status: status,
                    duration: item["durationMs"]?.intValue.map { .milliseconds($0) }))
        case "fileChange":
            let changes = (item["changes"]?.arrayValue ?? []).map { CodexFileChange($0) }
            self = .fileChanges(CodexFileChanges(id: id, changes: changes, status: status))
        case "mcpToolCall", "dynamicToolCall":
            self = .tool(
                CodexToolUse(
                    id: id, server: (item["server"] ?? item["namespace"])?.stringValue,
                    tool: item["tool"]?.stringValue ?? "", arguments: item["arguments"] ?? .null,
                    result: (item["result"] ?? item["contentItems"])?.nonNull,
                    error: item["error"]?["message"]?.stringValue, status: status))
        case "webSearch":
            self = .webSearch(
                CodexWebSearch(id: id, query: item["query"]?.stringValue ?? "", action: item["action"]))
        case "contextCompaction": self = .contextCompacted
        case let type?: self = .other(type: type, payload: item)
        }
    }
}

extension CodexFileChange {
    /// The change that an element of `changes` is, of the app-server's kind or of `exec`'s.
    init(_ value: JSONValue) {
        self.init(
            path: value["path"]?.stringValue ?? "",
            kind: (value["kind"]?["type"] ?? value["kind"])?.stringValue ?? "",
            movedTo: value["kind"]?["move_path"]?.stringValue, diff: value["diff"]?.stringValue)
    }
}

extension String {
    /// The end of the text, at most so many bytes, beginning at a character.
    func end(bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var start = utf8.index(utf8.endIndex, offsetBy: -bytes)
        while start < utf8.endIndex, String.Index(start, within: self) == nil { start = utf8.index(after: start) }
        return String(self[start...])
    }
}
