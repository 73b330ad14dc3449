import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

struct CodexRequestTests {
    private func codex(
        _ json: String, mode: CodexMode = .agent, _ change: (inout CodexRequestSettings) -> Void = { _ in }
    ) throws -> CodexRequest {
        var settings = CodexRequestSettings()
        settings.mode = mode
        change(&settings)
        return try CodexRequest(
            try ChatCompletionRequest(
                json: #"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]"#
                    + (json.isEmpty ? "" : ",") + json + "}"), settings: settings)
    }

    @Test func `An agent's thread has its sandbox and its approvals, and the agent's own instructions`() throws {
        let thread = try codex(#""model":"m""#) {
            $0.additionalDirectories = ["/data"]
            $0.workingDirectory = "/work"
        }.threadSettings
        #expect(thread.model == "m" && thread.sandbox == .workspaceWrite && thread.approvalPolicy == .onRequest)
        #expect(thread.developerInstructions == "Be brief." && thread.baseInstructions == nil)
        #expect(!thread.hasNoEnvironment && thread.isEphemeral == true)
        // Given, Codex would write that it trusts the directory.
        #expect(thread.workingDirectory == nil)
        #expect(thread.configuration == ["sandbox_workspace_write.writable_roots": ["/data"]])
    }

    @Test func `A plain chat's thread has no tools and nothing but the request's instructions`() throws {
        let thread = try codex("", mode: .chat).threadSettings
        #expect(thread.sandbox == .readOnly && thread.approvalPolicy == .never && thread.hasNoEnvironment)
        #expect(thread.baseInstructions == "Be brief." && thread.developerInstructions == nil && thread.model == nil)
        #expect(thread.configuration["web_search"] == "disabled")
        #expect(thread.configuration["features.multi_agent"] == false)
        var settings = CodexRequestSettings()
        settings.mode = .chat
        let bare = try CodexRequest(ChatCompletionRequest(model: nil, messages: [.user("Hi")]), settings: settings)
        #expect(bare.threadSettings.baseInstructions?.isEmpty == true)
    }

    @Test func `A provider is given to the thread, without its key`() throws {
        let thread = try codex("") {
            $0.provider = CodexProvider(baseURL: "http://h/v1", keyVariable: "KEY")
            $0.configuration = ["model_reasoning_summary": "none"]
        }.threadSettings
        #expect(thread.modelProvider == "martlet")
        #expect(thread.configuration["model_providers.martlet"]?["env_key"] == "KEY")
        #expect(thread.configuration["model_providers.martlet"]?["request_max_retries"] == 0)
        #expect(thread.configuration["model_reasoning_summary"] == "none")
    }

    @Test func `The model is the request's, the settings', or Codex's own, under its real name`() throws {
        #expect(try codex("").model == nil)
        #expect(try codex(#""model":"""#).model == nil)
        #expect(try codex("") { $0.model = "d" }.model == "d")
        let aliased = try codex(#""model":"gpt-4o""#) {
            $0.model = "d"
            $0.modelAliases = ["gpt-4o": "o4"]
        }
        #expect(aliased.model == "o4")
    }

    @Test func `The turn starts with the last message, and the history goes before`() throws {
        let request = try codex(
            #""reasoning_effort":"low","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}"#
        )
        #expect(request.injection(into: "t") == nil)
        let start = request.start(in: "t")
        #expect(start.input == [.text("Hi")] && start.effort == "low" && start.outputSchema == ["type": "object"])
        let later = try CodexRequest(
            ChatCompletionRequest(model: "m", messages: [.user("a"), .assistant("b"), .user("c")]),
            settings: CodexRequestSettings())
        #expect(later.injection(into: "t")?.items.count == 2)
        #expect(later.start(in: "t").input == [.text("c")])
    }

    @Test func `An object without a schema is asked for in words, and checked`() throws {
        let request = try codex(#""response_format":{"type":"json_object"}"#, mode: .chat)
        #expect(request.instructions == "Be brief.\n\n" + AnswerForm.instruction)
        var outcome = TurnOutcome()
        outcome.finishReason = .stop
        outcome.text = #"{"a":1}"#
        #expect(request.formFault(of: outcome) == nil)
        outcome.text = "Here it is: {}"
        #expect(request.formFault(of: outcome)?.code == .invalidOutput)
        outcome.finishReason = .length
        #expect(request.formFault(of: outcome) == nil)
    }

    @Test(arguments: [
        #"{"type":"xml"}"#, #"{"type":"json_schema"}"#, #"{"type":"json_schema","json_schema":{"name":"n"}}"#,
    ])
    func `A form that is not known is an error`(format: String) throws {
        let error = #expect(throws: MartletError.self) { try codex(#""response_format":"# + format) }
        #expect(error?.parameter == "response_format")
    }

    @Test func `Tools are handed on`() throws {
        let request = try codex(
            """
            "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}},
            {"type":"function","function":{"name":"g"}}],"parallel_tool_calls":true
            """, mode: .chat)
        #expect(
            request.threadSettings.dynamicTools == [
                ["type": "function", "name": "f", "description": "d", "inputSchema": ["type": "object"]],
                [
                    "type": "function", "name": "g", "description": "",
                    "inputSchema": ["type": "object", "properties": [:]],
                ],
            ])
        #expect(request.turnSettings(isStreamed: true).collectsToolCalls)
        let single = try codex(#""parallel_tool_calls":false"#, mode: .chat)
        #expect(!single.turnSettings(isStreamed: true).collectsToolCalls)
        // An agent must not go on with a stopgap.
        #expect(!(try codex("").turnSettings(isStreamed: true).collectsToolCalls))
    }

    @Test func `A choice of tools that cannot be forced is told`() throws {
        let tools = #""tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"#
        #expect(try codex(tools + #""none""#).dynamicTools.isEmpty)
        #expect(try codex(tools + #""auto""#).notes.isEmpty)
        #expect(try codex(tools + #""required""#).notes.count == 1)
    }

    @Test(arguments: [
        #""tools":[{"type":"web_search"}]"#, #""tools":[{"type":"function","function":{"name":""}}]"#,
        #""tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"f"}}]"#,
    ])
    func `Tools that Codex cannot take are an error`(json: String) {
        let error = #expect(throws: MartletError.self) { try codex(json) }
        #expect(error?.parameter?.hasPrefix("tools[") == true)
    }

    @Test func `A message that is too long is an error before it is sent`() throws {
        let text = String(repeating: "x", count: 1_048_577)
        let error = #expect(throws: MartletError.self) {
            try CodexRequest(
                ChatCompletionRequest(model: "m", messages: [.user(text)]), settings: CodexRequestSettings())
        }
        #expect(error?.parameter == "messages")
    }

    @Test func `In agent mode the last message is the answer, unless it is streamed`() throws {
        #expect(try codex("").turnSettings(isStreamed: false).messages == .last)
        #expect(try codex("").turnSettings(isStreamed: true).messages == .all)
        #expect(try codex("", mode: .chat).turnSettings(isStreamed: false).messages == .all)
        let limits = try codex(#""max_tokens":5,"max_completion_tokens":3,"stop":"x""#).turnSettings(isStreamed: true)
        #expect(limits.maxTokens == 3 && limits.stop == ["x"])
    }
}
