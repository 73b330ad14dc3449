import ArgumentParser
import MartletAPI
import MartletAgent
import Testing

@testable import MartletCLI

struct AgentCommandTests {
    private func parse(_ arguments: String...) throws -> AgentCommand {
        try #require(try MartletCommand.parseAsRoot(["agent"] + arguments) as? AgentCommand)
    }

    @Test func `Every option is there, the original's names among them`() {
        let help = MartletCommand.helpMessage(for: AgentCommand.self, columns: 100)
        for option in [
            "--config", "--tools", "--image", "--video", "--history", "--system", "--no-stream", "--usage", "--json",
            "--model-config", "--runtime-config", "--api-key", "--api-base-url", "--model", "--temperature",
            "--max-tokens", "--log-level", "--timeout", "--enable-debug", "--built-in-tools", "--max-tool-iterations",
            "--tool-failure", "--platform", "--base-url", "--think", "--seed", "--stop",
        ] {
            #expect(help.contains(option), "\(option)")
        }
    }

    @Test(
        arguments: [
            ["   "], ["--temperature", "3", "hi"], ["--max-tokens", "0", "hi"], ["--log-level", "loud", "hi"],
            ["--timeout", "0", "hi"], ["--n", "2", "hi"], ["--max-tool-iterations", "-1", "hi"],
            ["--tool-failure", "hope", "hi"], ["--nonsense"],
            ["--base-url", "http://a", "--api-base-url", "http://b", "hi"],
            ["--platform", "openai", "--api-base-url", "http://b", "hi"],
        ])
    func `Wrong usage is refused before anything starts`(arguments: [String]) {
        #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(["agent"] + arguments) }
    }

    @Test func `Options are fields of the configurations`() throws {
        let command = try parse(
            "--api-key", "k", "--model", "m", "--temperature", "0.5", "--max-tokens", "9", "--log-level", "warning",
            "--timeout", "30", "--enable-debug", "--seed", "1", "--stop", "a", "--stop", "b", "--tool-failure",
            "retry_once", "--max-tool-iterations", "2", "Hello")
        #expect(
            command.overrides == [
                "api_key": "k", "model": "m", "temperature": 0.5, "max_tokens": 9, "log_level": "WARNING",
                "timeout": 30.0, "enable_debug": true, "debug_save_requests": true, "debug_save_responses": true,
                "seed": 1, "stop": ["a", "b"], "tool_failure_policy": "retry_once", "max_tool_iterations": 2,
            ])
        #expect(try parse("Hello").overrides == [:])
        #expect(try parse("-v", "Hello").overrides == ["log_level": "DEBUG", "enable_debug": true])
        #expect(try parse("-v", "--log-level", "ERROR").overrides["log_level"] == "ERROR")
    }

    @Test func `Tools and media may be given several times`() throws {
        let command = try parse(
            "--tools", "a.json", "--tool", "b.json", "--image", "1.png", "--image", "2.png", "--video", "v.mp4", "Hi")
        #expect(command.tools.tools == ["a.json", "b.json"])
        #expect(command.image == ["1.png", "2.png"] && command.video == ["v.mp4"])
    }
}
