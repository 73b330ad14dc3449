import MartletAPI
import Testing

@testable import MartletCodex

struct CodexActivityTests {
    @Test func `Items of the app-server become activities, and unknown ones keep their payload`() throws {
        let item: JSONValue = [
            "type": "mcpToolCall", "id": "1", "server": "lab", "tool": "add", "status": "failed",
            "arguments": ["a": 2], "result": nil, "error": ["message": "no"],
        ]
        #expect(
            CodexActivity(item: item, outputBytes: 10)
                == .tool(
                    CodexToolUse(
                        id: "1", server: "lab", tool: "add", arguments: ["a": 2], result: nil, error: "no",
                        status: .failed)))
        let unknown: JSONValue = ["type": "newItem", "id": "2", "x": [1]]
        #expect(CodexActivity(item: unknown, outputBytes: 10) == .other(type: "newItem", payload: unknown))
        #expect(CodexActivity(item: ["type": "contextCompaction", "id": "3"], outputBytes: 10) == .contextCompacted)
        for type in ["agentMessage", "reasoning", "userMessage"] {
            #expect(CodexActivity(item: ["type": .string(type)], outputBytes: 10) == nil)
        }
        #expect(CodexActivity(item: .null, outputBytes: 10) == nil)
    }

    @Test func `Of a command's output the end is kept, from a whole character on`() {
        let item: JSONValue = ["type": "commandExecution", "id": "1", "aggregatedOutput": "aéé"]
        guard case .command(let command)? = CodexActivity(item: item, outputBytes: 3) else {
            Issue.record("No command.")
            return
        }
        #expect(command.output == "é")
        #expect("text".end(bytes: 4) == "text" && "text".end(bytes: 0).isEmpty)
    }

    @Test func `A moved file says where to`() {
        let change = CodexFileChange(["path": "/a", "kind": ["type": "update", "move_path": "/b"], "diff": "d"])
        #expect(change == CodexFileChange(path: "/a", kind: "update", movedTo: "/b", diff: "d"))
    }

    @Test func `Both spellings of a status are one`() {
        #expect(CodexStatus(rawValue: "inProgress") == .inProgress)
    }

    @Test func `Every activity is JSON that says what it is`() throws {
        let request = try #require(
            CodexApprovalRequest(
                RPCServerRequest(
                    id: .number(0), method: "item/commandExecution/requestApproval", params: ["itemId": "i"]),
                changes: []))
        let rows: [(CodexActivity, JSONObject)] = [
            (.commandOutput(id: "1", "x"), ["type": "command_output", "id": "1", "delta": "x"]),
            (.message("m", phase: .commentary), ["type": "message", "text": "m", "phase": "commentary"]),
            (.warning("w"), ["type": "warning", "message": "w"]),
            (.retrying(CodexRetry(message: "r", status: 401)), ["type": "retrying", "message": "r", "status": 401]),
            (.modelRerouted(from: "a", to: "b"), ["type": "model_rerouted", "from": "a", "to": "b"]),
            (.approval(request, .decline), ["type": "approval", "id": "i", "decision": "decline"]),
            (.usage(CodexTokenUsage(input: 1, output: 2)), ["type": "usage", "input_tokens": 1, "output_tokens": 2]),
            (.contextCompacted, ["type": "context_compacted"]),
            (
                .plan([CodexPlanStep(text: "a", status: .completed)]),
                ["type": "plan", "steps": [["text": "a", "status": "completed"]]]
            ),
            (.diff("d"), ["type": "diff", "diff": "d"]),
            (.other(type: "x", payload: ["a": 1]), ["type": "x", "payload": ["a": 1]]),
            (
                .webSearch(CodexWebSearch(id: "1", query: "q", action: nil)),
                ["type": "web_search", "id": "1", "query": "q"]
            ),
        ]
        for (activity, json) in rows { #expect(activity.json == json) }
    }
}
