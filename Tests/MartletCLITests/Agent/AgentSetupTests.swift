import ArgumentParser
import Foundation
import Martlet
import MartletAPI
import MartletAgent
import Testing

@testable import MartletCLI

struct AgentSetupTests {
    private func setup(_ arguments: [String], _ environment: [String: String] = [:]) throws -> AgentSetup {
        let command = try #require(try MartletCommand.parseAsRoot(["agent"] + arguments) as? AgentCommand)
        return try AgentSetup(
            options: command.files, platform: command.platform, overrides: command.overrides,
            environment: environment)
    }

    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.path + "/martlet-\(UUID().uuidString).yaml"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test func `With nothing configured the platform is inside, with its model, patient and silent`() throws {
        // Somebody's key for OpenAI lies in many environments; it is no wish to go there.
        let setup = try setup(["Hi"], ["OPENAI_API_KEY": "k"])
        #expect(setup.startsPlatform && setup.model.model == "smollm2" && setup.model.apiKey == nil)
        #expect(setup.runtime.logLevel == .critical && setup.runtime.timeout == .seconds(600))
        #expect(setup.runtime.toolFailurePolicy == .injectMessage && setup.runtime.strictMedia)
    }

    @Test func `Options stand above files, files above the environment`() throws {
        let environment = [
            "OPENAI_API_BASE_URL": "http://openai-variable/v1", "OPENAI_API_KEY": "variable",
            "MARTLET_BASE_URL": "http://martlet-variable/v1",
        ]
        try withFile("api_base_url: http://file/v1\nmodel: f\nmax_retries: 4\nlog_level: ERROR") { path in
            let option = try setup(
                ["--config", path, "--api-base-url", "http://option/v1", "--model", "o"], environment)
            #expect(option.model.apiBaseURL == "http://option/v1" && option.model.model == "o")
            #expect(option.model.apiKey == "variable" && !option.startsPlatform)

            let file = try setup(["--config", path], environment)
            #expect(file.model.apiBaseURL == "http://file/v1" && file.model.model == "f")
            #expect(file.runtime.maxRetries == 4 && file.runtime.logLevel == .error)

            let base = try setup(["--config", path, "--base-url", "http://base/v1"], environment)
            #expect(base.model.apiBaseURL == "http://base/v1")
            // The local platform's key is another one.
            #expect(base.model.apiKey == nil)
        }
        #expect(try setup(["Hi"], environment).model.apiBaseURL == "http://martlet-variable/v1")
        var openAI = environment
        openAI["MARTLET_BASE_URL"] = nil
        let variable = try setup(["Hi"], openAI)
        #expect(variable.model.apiBaseURL == "http://openai-variable/v1" && variable.model.apiKey == "variable")
        // Which models that platform has, nobody knows.
        #expect(variable.model.model == nil && variable.model.autoSelectModel)
    }

    @Test func `A key alone means OpenAI`() throws {
        let setup = try setup(["--api-key", "k", "Hi"])
        #expect(setup.model.apiBaseURL == "https://api.openai.com/v1" && setup.model.model == "gpt-4o")
        #expect(setup.model.apiKey == "k" && !setup.startsPlatform)
    }

    @Test func `A platform has its own URL and its own variable for the key`() throws {
        let dashScope = try setup(["--platform", "dashscope", "-m", "qwen-plus"], ["DASHSCOPE_API_KEY": "d"])
        #expect(dashScope.model.apiBaseURL == "https://dashscope.aliyuncs.com/compatible-mode/v1")
        #expect(dashScope.model.apiKey == "d" && dashScope.model.model == "qwen-plus")
        let gravix = try setup(["--platform", "gravixlayer", "--api-key", "g"])
        #expect(gravix.model.apiBaseURL == "https://api.gravixlayer.com/v1/inference" && gravix.model.apiKey == "g")
        #expect(throws: MartletError.self) { try setup(["--platform", "dashscope"]) }
        let ollama = try setup(["--platform", "ollama"], ["MARTLET_MODEL": "llama2"])
        #expect(ollama.model.model == "llama2" && ollama.model.apiBaseURL == "http://127.0.0.1:11434/v1")
    }

    @Test func `The original's two files work as they did`() throws {
        try withFile("model: m\napi_base_url: http://h/v1\napi_key: k\ntemperature: 0.1") { model in
            try withFile("timeout: 5\nlog_http_requests: true") { runtime in
                let setup = try setup(["--model-config", model, "--runtime_config", runtime, "--timeout", "7"])
                #expect(setup.model.model == "m" && setup.model.apiKey == "k" && setup.model.temperature == 0.1)
                #expect(setup.runtime.logHTTPRequests && setup.runtime.timeout == .seconds(7))
            }
        }
    }

    @Test func `A file that is not there is a configuration error`() throws {
        let error = try #require(throws: ConfigurationError.self) { try setup(["--config", "/none.yaml"]) }
        #expect(MartletCLI.ExitStatus(error as any Error) == .configuration)
    }
}
