import ArgumentParser
import Martlet
import MartletAPI
import Testing

@testable import MartletCLI
@testable import MartletCodex

struct CodexCommandsTests {
    private func parse<Command: ParsableCommand>(_ type: Command.Type, _ arguments: [String]) throws -> Command {
        try #require(try MartletCommand.parseAsRoot(["codex"] + arguments) as? Command)
    }

    @Test(arguments: [
        ["query", "  "], ["query", "hi", "--sandbox", "none"], ["query", "hi", "--approval", "always"],
        ["query", "hi", "--mode", "both"], ["query", "hi", "--transport", "http"], ["query", "hi", "--timeout", "-1"],
        ["query", "hi", "--timeout", "nan"], ["query", "hi", "--temperature", "3"],
        ["query", "hi", "--max-tokens", "0"],
        ["query", "hi", "--format", "yaml"], ["query", "hi", "--json", "--format", "code"],
        ["query", "hi", "--stream", "--json"], ["query", "hi", "--stream", "--format", "code"],
        ["query", "hi", "--output", ""], ["query", "hi", "--output", "f", "--stream"],
        ["query", "hi", "--output", "f", "--format", "jsonl"], ["query", "hi", "--base-url", "http://h", "--local"],
        ["query", "hi", "--override", "x"], ["query", "hi", "--override", "=1"], ["query", "hi", "--stop", ""],
        ["query", "hi", "--api-key", "sk-1"], ["exec", " "], ["exec", "hi", "--stream"], ["model-info"],
        ["config", "set", "nonsense", "1"], ["config", "set", "model"], ["config", "burn"], ["dance"],
    ])
    func `wrong usage is refused before anything starts`(arguments: [String]) {
        #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(["codex"] + arguments) }
    }

    @Test(arguments: [
        [
            "--model", "m", "--working-dir", "/w", "--add-dir", "/x", "--add-dir", "/y", "--sandbox", "read-only",
            "--approval", "never", "--codex-path", "/c",
            "--base-url", "http://h/v1", "--max-tokens", "5", "--json",
        ],
        [
            "-m", "m", "--working_dir", "/w", "--add_dir", "/x", "--add_dir", "/y", "--sandbox_mode=read-only",
            "--approval_policy=never", "--codex_path",
            "/c",
            "--base_url", "http://h/v1", "--max_tokens", "5", "--json_output",
        ],
    ])
    func `both spellings of the options are taken`(arguments: [String]) throws {
        let query = try parse(CodexCommands.Query.self, ["query", "hi"] + arguments)
        #expect(query.prompt == "hi")
        #expect(query.codex.model == "m")
        #expect(query.codex.workingDirectory == "/w")
        #expect(query.codex.additionalDirectories == ["/x", "/y"])
        #expect(query.codex.sandbox == "read-only")
        #expect(query.codex.approval == "never")
        #expect(query.codex.codexPath == "/c")
        #expect(query.codex.baseURL == "http://h/v1")
        #expect(query.answer.maxTokens == 5)
        #expect(query.output.json || query.speech.jsonOutput)
    }

    @Test func `every command has a help text that names its options`() {
        let query = MartletCommand.helpMessage(for: CodexCommands.Query.self, columns: 100)
        for option in [
            "--model", "--stream", "--system", "--json", "--format", "--output", "--working-dir", "--sandbox",
            "--approval", "--timeout", "--temperature", "--max-tokens", "--verbose", "--quiet", "--no-color",
            "--log-file", "--codex-path", "--base-url", "--local", "--mode", "--image", "--schema", "--config-file",
        ] {
            #expect(query.contains(option), "\(option) is not in the help")
        }
        let all = MartletCommand.helpMessage(for: CodexCommands.self, columns: 100)
        for command in ["query", "exec", "chat", "models", "model-info", "modes", "config", "doctor", "version"] {
            #expect(all.contains("\n  \(command)"), "\(command) is not in the help")
        }
        #expect(MartletCommand.helpMessage(for: CodexCommands.Chat.self, columns: 100).contains("!save FILE"))
    }

    @Test func `health is the doctor, stream the query`() throws {
        #expect(try parse(CodexCommands.Query.self, ["stream", "hi"]).prompt == "hi")
        _ = try parse(CodexCommands.Doctor.self, ["health", "--json"])
        _ = try parse(CodexConfigCommand.Show.self, ["config"])
    }

    // MARK: Layers

    @Test func `an option wins over the environment, and that over the default`() throws {
        let environment = [
            "HOME": "/nowhere", "CODEX_DEFAULT_MODEL": "m-environment", "CODEX_SANDBOX_MODE": "danger-full-access",
            "CODEX_TIMEOUT": "30",
        ]
        let options = try CodexOptions.parse(["--model", "m-option", "--timeout", "0", "--override", "a.b=1"])
        let configuration = try options.configuration(environment: environment)
        #expect(configuration.model == "m-option")
        #expect(configuration.sandbox == .dangerFullAccess)
        #expect(configuration.timeout == nil)
        #expect(configuration.mode == .agent)
        #expect(configuration.overrides == ["a.b": 1])
        let plain = try CodexOptions.parse(["--override", "model_verbosity=low"])
        #expect(try plain.configuration(environment: environment).timeout == .seconds(30))
        #expect(try plain.configuration(environment: environment).overrides == ["model_verbosity": "low"])
    }

    @Test func `a configuration file that was named must be there`() throws {
        let options = try CodexOptions.parse(["--config-file", "/nowhere/codex.json"])
        let failure = #expect(throws: CommandFailure.self) { try options.configuration(environment: [:]) }
        #expect(failure?.status == .configuration)
    }

    @Test func `chat over Codex is a plain chat model with the platform's options`() throws {
        let environment = ["HOME": "/nowhere"]
        let options = try PlatformOptions.parse(["--platform", "Codex", "--base-url", "http://h/v1", "--timeout", "5"])
        #expect(options.isCodex(environment: environment))
        let source = CodexChatSource(options: options, output: try OutputOptions.parse([]))
        let configuration = try source.configuration(environment: environment)
        #expect(configuration.mode == .chat)
        #expect(configuration.baseURL == "http://h/v1")
        #expect(configuration.timeout == .seconds(5))
        #expect(try PlatformOptions.parse([]).isCodex(environment: ["MARTLET_PLATFORM": "codex"]))
        #expect(try !PlatformOptions.parse(["--platform", "openai"]).isCodex(environment: environment))
        let error = #expect(throws: ValidationError.self) { try options.configured(environment: environment) }
        #expect(error?.message.contains("martlet codex") == true)
    }

    // MARK: Answers

    private func completion(_ text: String) throws -> ChatCompletion {
        let choice: JSONValue = [
            "index": 0, "message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop",
        ]
        let usage: JSONValue = ["prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7]
        let value: JSONValue = [
            "id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage,
            "codex": ["cli_version": "0.147.0"],
        ]
        return try ChatCompletion(json: try value.jsonBytes())
    }

    @Test func `an answer in each of its forms`() throws {
        let text = "Here:\n```swift\nlet a = 1\n```\nand\n```\nb\n```"
        let completion = try completion(text)
        #expect(try CodexAnswerPrinter.text(of: completion, .text) == text + "\n")
        #expect(try CodexAnswerPrinter.text(of: completion, .raw) == text)
        #expect(try CodexAnswerPrinter.text(of: completion, .code) == "let a = 1\n\nb\n")
        let json = try JSONValue(json: try CodexAnswerPrinter.text(of: completion, .json))
        #expect(json.objectValue?.keys == ["model", "content", "usage", "finish_reason", "codex"])
        #expect(json["content"] == .string(text))
        #expect(json["usage"]?["total_tokens"] == 7)
        #expect(json["finish_reason"] == "stop")
        #expect(json["codex"]?["cli_version"] == "0.147.0")
        let line = try CodexAnswerPrinter.text(of: completion, .jsonl)
        #expect(try JSONValue(json: line)["kind"] == "completed")
        #expect(line.split(separator: "\n").count == 1)
        #expect(try ChatCompletion(json: try CodexAnswerPrinter.text(of: completion, .completion)) == completion)
    }

    @Test func `an answer without a code block is no code`() throws {
        let completion = try completion("none")
        let failure = #expect(throws: CommandFailure.self) { try CodexAnswerPrinter.text(of: completion, .code) }
        #expect(failure?.status == .refused)
    }

    @Test(
        arguments: [
            (.cliNotFound, .configuration), (.processFailed, .unavailable), (.processKilled, .unavailable),
            (.protocolViolation, .unavailable), (.authentication, .authentication), (.deadlineExceeded, .tryAgain),
        ] as [(MartletError.Code, MartletCLI.ExitStatus)])
    func `what fails has its exit code`(_ code: MartletError.Code, _ status: MartletCLI.ExitStatus) {
        #expect(MartletCLI.ExitStatus(MartletError(code, "x")) == status)
    }

    @Test func `a report has a line for each check`() throws {
        let report = CodexHealthReport(checks: [
            .init("command line", .ok, "/bin/codex"), .init("login", .failed, "nobody"), .init("x", .warning, "y"),
        ])
        #expect(
            CodexCommands.Doctor.text(report) == """
                ok      command line: /bin/codex
                FAILED  login: nobody
                warning x: y

                """)
        #expect(CodexCommands.Doctor.json(report)["healthy"] == false)
        #expect(CodexCommands.Doctor.json(report)["checks"]?[1]?["status"] == "failed")
    }

    @Test func `a key is never shown, and every setting says where it is from`() throws {
        let variables = ["CODEX_API_KEY": "sk-secret", "CODEX_DEFAULT_MODEL": "m"]
        var file = CodexSettings()
        try file.set(.sandbox, to: "read-only")
        try file.set(.model, to: "below")
        let rows = CodexConfigCommand.Show.rows(
            environment: try CodexSettings(environment: variables), file: file, path: "/f", variables: variables)
        let values = rows.map { "\($0.setting.name)=\($0.value ?? "-") \($0.source)" }
        #expect(values.contains("api_key=(set) CODEX_API_KEY"))
        #expect(values.contains("model=m CODEX_DEFAULT_MODEL"))
        #expect(values.contains("sandbox_mode=read-only /f"))
        #expect(values.contains("timeout=- default"))
        #expect(rows.count == CodexSetting.allCases.count)
        #expect(!values.joined().contains("sk-secret"))
    }

    @Test func `what options mean is explained for each of them`() {
        #expect(CodexCommands.Modes.groups.map(\.option) == ["mode", "sandbox", "approval", "transport"])
        for mode in CodexMode.allCases {
            #expect(CodexCommands.Modes.groups[0].words.contains { $0.word == mode.rawValue })
        }
        for transport in CodexTransport.allCases {
            #expect(CodexCommands.Modes.groups[3].words.contains { $0.word == transport.rawValue })
        }
    }
}
