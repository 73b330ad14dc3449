import Foundation
import MartletAPI
import MartletAgent
import MartletTesting
import Testing

struct BuiltInToolTests {
    private func run(_ name: String, _ arguments: JSONValue, _ tools: BuiltInTools = BuiltInTools()) async throws
        -> String
    {
        let handler = try #require(tools.handlers[name])
        return try await handler(arguments).toolOutput()
    }

    @Test func `There are four tools, each with a description, a schema and something that runs`() {
        let tools = BuiltInTools()
        #expect(tools.names == ["web_search", "calculate", "get_weather", "read_file"])
        for definition in tools.definitions {
            #expect(definition.function?.description?.isEmpty == false)
            #expect(definition.function?.parameters?["required"]?.arrayValue?.isEmpty == false)
            #expect(tools.handler(named: definition.function?.name ?? "") != nil)
        }
        #expect(tools.handler(named: "other") == nil)
    }

    @Test func `calculate works out expressions`() async throws {
        #expect(try await run("calculate", ["expression": "6*7"]) == #"{"expression":"6*7","result":42}"#)
        await #expect(throws: ToolError.self) { try await run("calculate", ["expression": "6*"]) }
    }

    @Test(arguments: ["get_weather", "web_search"])
    func `What is simulated says so, and is always the same`(_ name: String) async throws {
        let arguments: JSONValue = ["location": "Rome", "query": "Rome", "max_results": 2]
        let first = try await run(name, arguments)
        #expect(try await run(name, arguments) == first)
        let value = try JSONValue(json: first)
        #expect(value["simulated"] == true)
        #expect(value["note"]?.stringValue?.contains("made up") == true)
    }

    @Test func `The number of results and the units are those that are asked for`() async throws {
        let results = try JSONValue(json: try await run("web_search", ["query": "x", "max_results": 2]))["results"]
        #expect(results?.arrayValue?.count == 2)
        let many = try JSONValue(json: try await run("web_search", ["query": "x", "max_results": 9_999]))["results"]
        #expect(many?.arrayValue?.count == 10)
        let weather = try JSONValue(json: try await run("get_weather", ["location": "x", "units": "imperial"]))
        #expect(weather["unit"] == "°F")
    }

    @Test func `read_file reads below its directory and nowhere else`() async throws {
        try await withTemporaryDirectory { directory in
            let root = "\(directory)/root"
            try FileManager.default.createDirectory(atPath: "\(root)/sub", withIntermediateDirectories: true)
            try Data("hällo".utf8).write(to: URL(fileURLWithPath: "\(root)/sub/a.txt"))
            try Data("secret".utf8).write(to: URL(fileURLWithPath: "\(directory)/b.txt"))
            try Data("other".utf8).write(to: URL(fileURLWithPath: "\(directory)/rootless.txt"))
            try Data([0xFF, 0xFE, 0]).write(to: URL(fileURLWithPath: "\(root)/binary"))
            try Data(repeating: 0x61, count: 101).write(to: URL(fileURLWithPath: "\(root)/large"))
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/link", withDestinationPath: "\(directory)/b.txt")
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/inside", withDestinationPath: "\(root)/sub/a.txt")
            let tools = BuiltInTools(root: root, maximumFileBytes: 100)
            for path in ["sub/a.txt", "./sub/../sub/a.txt", "\(root)/sub/a.txt", "inside"] {
                #expect(try await run("read_file", ["file_path": .string(path)], tools) == "hällo")
            }
            let refused = [
                "../b.txt", "\(directory)/b.txt", "link", "/etc/passwd", "../rootless.txt", "none.txt", "", "sub",
                "binary", "large", "a\u{0}b", "..",
            ]
            for path in refused {
                let error = try await #require(throws: ToolError.self, "\(path)") {
                    try await run("read_file", ["file_path": .string(path)], tools)
                }
                #expect(!error.message.contains("secret"))
            }
        }
    }

    @Test func `The built-in tools run in an agent`() async throws {
        let model = ScriptedModel([
            .toolCalls(ToolCall("a", "calculate", #"{"expression":"1+1"}"#)), .text("Two."),
        ])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        #expect(try await agent.loadBuiltInTools() == 4)
        #expect(try await agent.loadBuiltInTools("other") == 0)
        await #expect(throws: ConfigurationError.self) { try await agent.loadBuiltInTools() }
        #expect(try await agent.loadBuiltInTools(replace: true) == 4)
        #expect(try await agent.chat("One and one?") == "Two.")
        #expect(await agent.messages[2].text.contains("\"result\":2"))
        #expect(model.requests[0].tools?.count == 4)
    }

    @Test func `A failure of a built-in tool has its own words`() async throws {
        let model = ScriptedModel([.toolCalls(ToolCall("a", "read_file", #"{"file_path":"/nowhere/x"}"#))])
        let agent = ChatAgent(model: model, ModelConfig(), .quiet())
        try await agent.loadBuiltInTools()
        let error = try await #require(throws: ToolExecutionError.self) { try await agent.chat("Go") }
        #expect(error.details["tool"] == "read_file")
        #expect(error.details["error"]?.contains("outside") == true)
    }
}
