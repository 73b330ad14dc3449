import Martlet
import MartletAPI
import MartletTesting
import Testing

@Suite struct ScriptedResponsesServerTests {
    private static let shellTool: JSONValue = ["type": "function", "name": "shell_command"]

    /// Sends a request as a client of the Responses API does; gives the answer's bytes as they came.
    private func ask(
        _ server: ScriptedResponsesServer, _ body: JSONObject = [:], path: String = "/v1/responses",
        method: String = "POST"
    ) async throws -> String {
        var body = body
        if body["model"] == nil { body["model"] = "scripted" }
        let text = try JSONValue.object(body).jsonText()
        var request = "\(method) \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
        request += "Authorization: Bearer sk-test\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
        let sent = request
        return try await RawClient.connect(to: server.server.port) { client in
            try await client.send(sent)
            return try await client.readToEnd()
        }
    }

    /// The events of an answer, in order.
    private func events(_ answer: String) throws -> [JSONValue] {
        try answer.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { line in
            try JSONValue(json: String(line.dropFirst("data: ".count)))
        }
    }

    private func types(_ events: [JSONValue]) -> [String] {
        events.compactMap { $0["type"]?.stringValue?.replacing("response.", with: "") }
    }

    @Test func `a text is announced, comes word by word, and ends with its usage`() async throws {
        try await withScriptedResponsesServer([.text("one two")]) { server in
            let events = try events(try await ask(server, ["model": "m"]))
            #expect(
                types(events) == [
                    "created", "output_item.added", "output_text.delta", "output_text.delta", "output_item.done",
                    "completed",
                ])
            #expect(events.compactMap { $0["delta"]?.stringValue } == ["one", " two"])
            #expect(events[4]["item"]?["content"]?[0]?["text"] == "one two")
            #expect(Set(events.compactMap { $0["item_id"]?.stringValue ?? $0["item"]?["id"]?.stringValue }).count == 1)
            #expect(events.last?["response"]?["model"] == "m")
            #expect(events.last?["response"]?["usage"]?["total_tokens"] == 27)
            #expect(events.last?["response"]?["usage"]?["input_tokens_details"]?["cached_tokens"] == 5)
            #expect(server.requests.first?.apiKey == "sk-test")
            #expect(server.requests.first?.model == "m")
        }
    }

    @Test func `turns come in order, the last for ever, and more can be added`() async throws {
        try await withScriptedResponsesServer([.text("a"), .text("b")]) { server in
            var said: [String] = []
            for round in 0..<5 {
                if round == 3 { server.add([.text("c")]) }
                said += try events(try await ask(server)).compactMap { $0["delta"]?.stringValue }
            }
            #expect(said == ["a", "b", "b", "c", "c"])
            #expect(server.requests.count == 5)
        }
    }

    @Test(arguments: [
        ("exec_command", "cmd"), ("shell_command", "command"), ("shell", "command"), ("unknown", "command"),
    ])
    func `a command goes to the shell tool on offer`(_ tool: String, _ argument: String) async throws {
        try await withScriptedResponsesServer([.shellCommand("ls", justification: "to see")]) { server in
            let request: JSONObject = ["tools": [["type": "function", "name": .string(tool)], ["type": "web_search"]]]
            let events = try events(try await ask(server, request))
            let item = try #require(events.first { $0["type"] == "response.output_item.done" }?["item"])
            #expect(item["name"]?.stringValue == (tool == "unknown" ? "shell_command" : tool))
            let arguments = try JSONValue(json: item["arguments"]?.stringValue ?? "")
            #expect(arguments[argument] == (tool == "shell" ? ["bash", "-lc", "ls"] : "ls"))
            #expect(arguments["sandbox_permissions"] == "require_escalated")
            #expect(arguments["justification"] == "to see")
            #expect(server.requests.first?.toolNames == [tool, "web_search"])
        }
    }

    @Test func `a patch goes to its tool, or through the shell`() async throws {
        let patch = "*** Begin Patch\n*** End Patch"
        try await withScriptedResponsesServer([.applyPatch(patch)]) { server in
            let own = try events(
                try await ask(server, ["tools": [["type": "custom", "name": "apply_patch"], Self.shellTool]]))
            #expect(own[1]["item"]?["type"] == "custom_tool_call")
            #expect(own[1]["item"]?["input"]?.stringValue == patch)
            let shell = try events(try await ask(server, ["tools": [Self.shellTool]]))
            #expect(shell[1]["item"]?["arguments"]?.stringValue?.contains("apply_patch <<'EOF'") == true)
        }
    }

    @Test func `what is asked can be read: messages with their roles, and what calls gave`() async throws {
        try await withScriptedResponsesServer([.text("a")]) { server in
            _ = try await ask(
                server,
                [
                    "input": [
                        ["type": "message", "role": "user", "content": [["type": "input_text", "text": "hi"]]],
                        ["role": "assistant", "content": "hello"],
                        ["type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"],
                        ["type": "function_call_output", "call_id": "c", "output": "7"],
                        [
                            "type": "custom_tool_call_output", "call_id": "d",
                            "output": [["type": "input_text", "text": "8"]],
                        ],
                    ]
                ])
            let request = try #require(server.requests.first)
            #expect(request.messages.map(\.role) == ["user", "assistant"])
            #expect(request.messages.map(\.text) == ["hi", "hello"])
            #expect(request.outputs == ["7", "8"])
        }
    }

    @Test func `thoughts, calls and raw items come in their order`() async throws {
        let turn = ScriptedTurn.items([
            .reasoning("hm"), .functionCall(name: "f", arguments: ["a": 1]), .raw(["type": "web_search_call"]),
        ])
        try await withScriptedResponsesServer([turn]) { server in
            let done = try events(try await ask(server)).filter { $0["type"] == "response.output_item.done" }
            #expect(done.map { $0["item"]?["type"] } == ["reasoning", "function_call", "web_search_call"])
            #expect(done.map { $0["output_index"] } == [0, 1, 2])
            #expect(done[0]["item"]?["summary"]?[0]?["text"] == "hm")
            #expect(done[1]["item"]?["arguments"] == #"{"a":1}"#)
        }
    }

    @Test func `a gate holds the answer behind its first piece`() async throws {
        let gate = FaultGate()
        try await withScriptedResponsesServer([.items([.message(["a", "b"], holding: gate)])]) { server in
            try await withThrowingTaskGroup(of: String.self) { group in
                group.addTask { try await self.ask(server) }
                await gate.waitUntilReached()
                #expect(server.requests.count == 1)
                gate.open()
                let answer = try #require(try await group.next())
                #expect(try events(answer).compactMap { $0["delta"]?.stringValue } == ["a", "b"])
            }
        }
    }

    @Test func `answers end as their turn says`() async throws {
        try await withScriptedResponsesServer([
            .text("a", ending: .incomplete(reason: "max_output_tokens")),
            .text("b", ending: .failed(code: "rate_limit_exceeded", message: "slowly")),
            .text("c", ending: .completed(usage: nil)), .text("d", ending: .cut),
        ]) { server in
            let incomplete = try events(try await ask(server)).last
            #expect(incomplete?["type"] == "response.incomplete")
            #expect(incomplete?["response"]?["incomplete_details"]?["reason"] == "max_output_tokens")
            let failed = try events(try await ask(server)).last
            #expect(failed?["response"]?["error"] == ["code": "rate_limit_exceeded", "message": "slowly"])
            #expect(try events(try await ask(server)).last?["response"]?["usage"] == .null)
            let cut = try await ask(server)
            #expect(types(try events(cut)).last == "output_item.done")
            // A chunked body that is whole ends with an empty chunk.
            #expect(!cut.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func `a refusal is a status with OpenAI's body`() async throws {
        try await withScriptedResponsesServer([
            .refusal(status: 404, code: "model_not_found", message: "No such model", headers: [("X-Test", "1")])
        ]) { server in
            let answer = try await ask(server)
            #expect(answer.hasPrefix("HTTP/1.1 404"))
            #expect(answer.contains("X-Test: 1"))
            #expect(answer.contains(#""code":"model_not_found""#))
        }
    }

    @Test func `the one model is listed, other paths are not there, and neither takes a turn`() async throws {
        try await withScriptedResponsesServer([.text("a")]) { server in
            let client = try MartletClient(platform: .openAI, apiKey: "k", baseURL: server.baseURL)
            #expect(try await client.models.list().data.map(\.id) == ["scripted"])
            try await client.shutdown()
            #expect(try await ask(server, path: "/v1/other").hasPrefix("HTTP/1.1 404"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a server without turns is refused`() async throws {
        await #expect(throws: FaultServerError.self) { try await ScriptedResponsesServer.start([]) }
    }
}
