import Foundation
import Martlet
import MartletAPI
import MartletAgent
import MartletTesting
import Testing

/// An agent over a platform of this machine, with tools that do something.
@Suite(.timeLimit(.minutes(5))) struct AgentPlatformTests {
    /// Reads a file, works something out, and answers.
    private static func script() -> ScriptedModel {
        ScriptedModel([
            .toolCalls(ToolCall("call_a", "read_file", #"{"file_path":"prices.txt"}"#)),
            .toolCalls(ToolCall("call_b", "calculate", #"{"expression":"(19 + 23) * 2"}"#)),
            .text("Together twice 84."),
        ])
    }

    @Test(arguments: [false, true], [false, true])
    func `A task of three steps is finished`(_ isStreamed: Bool, _ isOverClient: Bool) async throws {
        let model = Self.script()
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data("apples 19, pears 23".utf8).write(to: directory.appendingPathComponent("prices.txt"))
        let root = directory.path
        try await withPlatform(model: model) { platform in
            var config = ModelConfig()
            config.apiBaseURL = platform.baseURL
            config.model = "scripted"
            let agent =
                isOverClient
                ? ChatAgent(model: try platform.client().chat.completions, config, .quiet())
                : ChatAgent(config, .quiet())
            try await agent.loadBuiltInTools("all", BuiltInTools(root: root))
            await agent.setSystemPrompt("Use the tools.")
            var reply: AgentReply?
            if isStreamed {
                for try await event in agent.events(for: "What do they cost twice?", autoExecuteTools: true) {
                    if case .reply(let last) = event { reply = last }
                }
            } else {
                reply = try await agent.respond(to: "What do they cost twice?")
            }
            let result = try #require(reply)
            #expect(result.text == "Together twice 84.")
            #expect(
                result.toolRuns.map(\.content) == [
                    "apples 19, pears 23", #"{"expression":"(19 + 23) * 2","result":84}"#,
                ])
            #expect(result.rounds.count == 3)
            #expect(result.usage != nil)
            let messages = await agent.messages
            #expect(messages.roles == ["system", "user", "assistant", "tool", "assistant", "tool", "assistant"])
            #expect(messages.isLegal)
            #expect(await agent.stats.totalRequests == 3)
            #expect(await agent.stats.estimatedTokens == 0)
            await agent.close()
        }
        // The model saw what the tools said.
        #expect(model.requests.count == 3)
        #expect(model.requests[2].messages.last?.text.contains("84") == true)
        #expect(model.requests[1].messages.contains { $0.text == "apples 19, pears 23" })
    }

    @Test func `A model manager of the agent lists the platform's models`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            var config = ModelConfig()
            config.apiBaseURL = platform.baseURL
            config.model = nil
            config.autoSelectModel = true
            try await withChatAgent(config, .quiet()) { agent in
                let ids = try await agent.models().listModels()
                #expect(ids == ["scripted"])
                #expect(try await agent.chat("Hi") == "Hi")
            }
        }
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        await #expect(throws: ConfigurationError.self) { try await agent.models() }
    }

    @Test func `A model that the platform does not have is a ModelNotFoundError`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            var config = ModelConfig()
            config.apiBaseURL = platform.baseURL
            config.model = "nope"
            try await withChatAgent(config, .quiet()) { agent in
                let error = try await #require(throws: ModelNotFoundError.self) { try await agent.chat("Hi") }
                #expect(error.details["requested_model"] == "nope")
                #expect(error.details["available_models"] == "scripted")
                #expect(await agent.messages.isEmpty)
            }
        }
    }
}
