import HTTPTypes
import MartletAPI
import Testing

@testable import MartletServer

struct ResponseToolsTests {
    private static func tools(_ text: String) throws -> ResponseTools {
        let values = try #require(try JSONValue(json: text).arrayValue)
        return try ResponseTools(values.map { try ResponseTool(json: $0.jsonBytes()) })
    }

    private static func chat(_ choice: JSONValue?, _ tools: ResponseTools) throws -> ChatCompletionRequest {
        var chat = ChatCompletionRequest(model: "m", messages: [.user("x")])
        let choice = try choice.map { try ResponseToolChoice(json: $0.jsonBytes()) }
        try tools.apply(choice, to: &chat)
        return chat
    }

    private static let two = #"""
        [{"type":"function","name":"f","description":"F","parameters":{"type":"object"},"strict":true},
         {"type":"custom","name":"patch","description":"P",
          "format":{"type":"grammar","syntax":"lark","definition":"start: x"}}]
        """#

    @Test func `Functions and custom tools become functions`() throws {
        let tools = try Self.tools(Self.two)
        #expect(tools.definitions.map { $0.function?.name } == ["f", "patch"])
        #expect(tools.definitions[0].function?.strict == true)
        #expect(tools.definitions[0].function?.parameters == ["type": "object"])
        let patch = tools.definitions[1].function
        #expect(patch?.description == "P\n\nThe input follows this grammar (lark):\nstart: x")
        #expect(patch?.parameters?["required"] == ["input"])
        #expect(tools.kept.count == 2)
        #expect(tools.ignored == [])
    }

    @Test func `T66 what nobody can run here is left out, and reported`() throws {
        let tools = try Self.tools(
            #"""
            [{"type":"web_search","external_web_access":false},{"type":"function","name":"f"},{"type":"local_shell"},
             {"type":"tool_search","execution":"client"},{"type":"future_tool"},
             {"type":"namespace","name":"mcp","tools":[{"type":"function","name":"add"},{"type":"web_search"}]}]
            """#)
        #expect(tools.definitions.map { $0.function?.name } == ["f", "mcp__add"])
        #expect(
            tools.ignored == [
                "tools[0] (web_search)", "tools[2] (local_shell)", "tools[3] (tool_search)", "tools[4] (future_tool)",
                "tools[5].tools[1] (web_search)",
            ])
        #expect(tools.kept.map(\.name) == ["f", "mcp"])
        #expect(tools.origin(of: "mcp__add") == .init(name: "add", namespace: "mcp"))
        // What is shown to the client makes the same tools again, for a worker that has nothing else.
        #expect(try ResponseTools(tools.kept).definitions == tools.definitions)
    }

    @Test(arguments: ["file_search", "code_interpreter", "mcp", "computer_use_preview"])
    func `T66 a tool that an answer would be made from is refused`(_ type: String) {
        let error = #expect(throws: PlatformError.self) { try Self.tools(#"[{"type":"\#(type)"}]"#) }
        #expect(error?.body.code == "unsupported_tool")
        #expect(error?.body.parameter == "tools[0].type")
        #expect(error?.body.message.contains(type) == true)
    }

    @Test(arguments: [
        (#"[{"type":"function"}]"#, "tools[0]"), (#"[{"type":"function","name":""}]"#, "tools[0].name"),
        (#"[{"name":"f"}]"#, "tools[0]"), (#"[{"type":"namespace","name":"n"}]"#, "tools[0]"),
        (#"[{"type":"function","name":"f"},{"type":"custom","name":"f"}]"#, "tools[1].name"),
    ])
    func `A tool without what it needs is refused by its place`(_ text: String, _ place: String) {
        let error = #expect(throws: PlatformError.self) { try Self.tools(text) }
        #expect(error?.body.parameter == place)
        #expect(error?.status == .badRequest)
    }

    @Test func `Every choice of tools is a chat's`() throws {
        let tools = try Self.tools(Self.two)
        #expect(try Self.chat(nil, tools).toolChoice == nil)
        #expect(try Self.chat("auto", tools).tools?.count == 2)
        #expect(try Self.chat("none", tools).toolChoice == ToolChoice.none)
        #expect(try Self.chat("required", tools).toolChoice == .required)
        #expect(try Self.chat(["type": "function", "name": "f"], tools).toolChoice == .function("f"))
        #expect(try Self.chat(["type": "custom", "name": "patch"], tools).toolChoice == .function("patch"))
        let allowed = try Self.chat(
            ["type": "allowed_tools", "mode": "required", "tools": [["type": "function", "name": "f"]]], tools)
        #expect(allowed.tools?.map { $0.function?.name } == ["f"])
        #expect(allowed.toolChoice == .required)
    }

    @Test(arguments: [
        #"{"type":"web_search"}"#, #"{"type":"function","name":"g"}"#, #"{"type":"allowed_tools","mode":"auto"}"#,
        #"{"type":"allowed_tools","mode":"auto","tools":[{"type":"web_search"}]}"#, #""sometimes""#,
    ])
    func `A choice that cannot be honoured is refused`(_ choice: String) throws {
        let tools = try Self.tools(Self.two)
        let value = try JSONValue(json: choice)
        let error = #expect(throws: PlatformError.self) { try Self.chat(value, tools) }
        #expect(error?.status == .badRequest)
        #expect(error?.body.parameter == "tool_choice")
    }

    @Test func `A demanded call needs tools that the model is given`() throws {
        let tools = try Self.tools(#"[{"type":"web_search"}]"#)
        #expect(throws: PlatformError.self) { try Self.chat("required", tools) }
        #expect(try Self.chat("auto", tools).tools == nil)
        #expect(try Self.chat("none", tools).toolChoice == nil)
    }

    @Test func `Tools that the input declares are given to the model, and shown where they were declared`() throws {
        var tools = try Self.tools("[]")
        try tools.add(declaredIn: [
            .unknown(
                type: "additional_tools",
                payload: [
                    "type": "additional_tools",
                    "tools": [
                        ["type": "namespace", "name": "functions", "tools": [["type": "custom", "name": "exec"]]]
                    ],
                ])
        ])
        #expect(tools.definitions.map { $0.function?.name } == ["functions__exec"])
        #expect(tools.kept == [])
    }
}
