import Foundation
import MartletAPI
import MartletAgent
import MartletTesting
import Testing

struct ToolFileTests {
    private static let two = """
        [{"type":"function","function":{"name":"now","description":"The time.","parameters":{"type":"object"}}},
         {"type":"function","function":{"name":"later"}}]
        """
    private static let handlers: [String: ToolHandler] = ["now": { _ in "noon" }]

    private func withFiles(_ texts: [String: String], _ body: (String) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            for (name, text) in texts { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)")) }
            try await body(directory)
        }
    }

    @Test func `A file's tools are loaded, and those with a handler registered`() async throws {
        try await withFiles(["tools.json": Self.two]) { directory in
            let log = LogRecorder()
            let model = ScriptedModel([.toolCalls(ToolCall("a", "now")), .text("Noon.")])
            let agent = ChatAgent(model: model, ModelConfig(), RuntimeConfig(), logger: log.logger())
            let answer = try await agent.loadTools(from: "\(directory)/tools.json", handlers: Self.handlers)
            #expect(answer == 1)
            #expect(await agent.tools.map { $0.function?.name } == ["now"])
            #expect(log.lines.contains { $0.hasPrefix("WARNING") && $0.contains("later") })
            #expect(try await agent.chat("When?") == "Noon.")
            #expect(await agent.messages[2].text == "noon")
        }
    }

    @Test func `A loader knows what it loaded`() async throws {
        try await withFiles(["tools.json": Self.two]) { directory in
            var loader = ToolLoader(handlers: Self.handlers)
            #expect(try loader.load(from: "\(directory)/tools.json").count == 2)
            #expect(loader.loadedNames == ["now", "later"])
            #expect(loader.namesWithoutHandler == ["later"])
            #expect(loader.tool(named: "now")?.function?.description == "The time.")
            #expect(loader.handler(for: "now") != nil)
            #expect(loader.handler(for: "later") == nil)
            #expect(loader.tool(named: "never") == nil)
            // Loaded again they stay two.
            try loader.load(from: "\(directory)/tools.json")
            #expect(loader.tools.count == 2)
            loader.clear()
            #expect(loader.tools.isEmpty)
            #expect(loader.handler(for: "now") == nil)
        }
    }

    @Test(arguments: [
        "", "{", "[1]", "{}", #"[{"type":"function"}]"#, #"[{"type":"function","function":{}}]"#,
        #"[{"type":"function","function":{"name":""}}]"#, "\"x\"",
    ])
    func `A file that holds no tools is refused as a whole`(_ text: String) async throws {
        try await withFiles(["bad.json": text]) { directory in
            var loader = ToolLoader()
            let error = try #require(throws: ConfigurationError.self) { try loader.load(from: "\(directory)/bad.json") }
            #expect(error.message.contains("bad.json"))
            #expect(loader.tools.isEmpty)
        }
    }

    @Test func `A file that is missing, or too large, is refused`() async throws {
        try await withFiles(["tools.json": Self.two]) { directory in
            var loader = ToolLoader(maximumFileBytes: 10)
            #expect(throws: ConfigurationError.self) { try loader.load(from: "\(directory)/tools.json") }
            #expect(throws: ConfigurationError.self) { try loader.load(from: "\(directory)/none.json") }
            let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
            await #expect(throws: ConfigurationError.self) { try await agent.loadTools(from: "\(directory)/none.json") }
        }
    }

    @Test func `Of several files the bad ones are reported and left out`() async throws {
        let one = #"{"type":"function","function":{"name":"calculate"}}"#
        try await withFiles(["a.json": Self.two, "b.json": "{oops", "c.json": one]) { directory in
            let log = LogRecorder()
            let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), RuntimeConfig(), logger: log.logger())
            let paths = ["a.json", "b.json", "none.json", "c.json"].map { "\(directory)/\($0)" }
            // What runs for `calculate` is built in.
            let answer = try await agent.loadTools(from: paths)
            #expect(answer == 1)
            #expect(log.lines.count { $0.contains("left out") } == 2)
        }
    }

    @Test func `None is registered when one has a name that is taken`() async throws {
        try await withFiles(["tools.json": Self.two]) { directory in
            let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
            try await agent.registerTool(name: "later") { _ in "" }
            let handlers: [String: ToolHandler] = ["now": { _ in "" }, "later": { _ in "" }]
            await #expect(throws: ConfigurationError.self) {
                try await agent.loadTools(from: "\(directory)/tools.json", handlers: handlers)
            }
            #expect(await agent.tools.count == 1)
            #expect(try await agent.loadTools(from: "\(directory)/tools.json", handlers: handlers, replace: true) == 2)
            #expect(await agent.tools.map { $0.function?.name } == ["later", "now"])
        }
    }
}
