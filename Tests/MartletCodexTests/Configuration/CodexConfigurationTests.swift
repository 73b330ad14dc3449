import Foundation
import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

struct CodexConfigurationTests {
    @Test func `no argument at all is a complete configuration`() throws {
        let configuration = try CodexConfiguration().validated()
        #expect(configuration.workingDirectory?.hasPrefix("/") == true)
        #expect(configuration.timeout == .seconds(600))
        #expect(configuration.sandbox == .workspaceWrite)
        #expect(configuration.maximumConcurrentTurns == 5)
    }

    @Test func `a call stands above the program, the program above the environment, that above the file`() async throws
    {
        try await withScratchDirectory { (directory) async throws in
            let file = directory + "/codex.json"
            try PrivateFile.make(
                file, Array(#"{"model":"of-file","timeout":11,"sandbox_mode":"read-only","persist_threads":true}"#.utf8)
            )
            var configuration = try CodexConfiguration(
                environment: ["CODEX_DEFAULT_MODEL": "of-environment", "CODEX_TIMEOUT": "22", "HOME": directory],
                file: file)
            #expect(configuration.model == "of-environment")
            #expect(configuration.timeout == .seconds(22))
            #expect(configuration.sandbox == .readOnly)
            #expect(configuration.persistsThreads)
            configuration.timeout = .seconds(33)
            configuration.workingDirectory = directory
            var options = CodexRequestOptions()
            options.model = "of-call"
            let call = try CallOptions(configuration.validated(), options)
            #expect(call.settings.model == "of-call")
            #expect(call.timeout == .seconds(33))
            #expect(call.settings.sandbox == .readOnly)
        }
    }

    @Test func `additional directories are checked, made absolute and handed on`() async throws {
        try await withScratchDirectory { (directory) async throws in
            var configuration = try CodexConfiguration(environment: ["HOME": directory])
            configuration.additionalDirectories = ["~"]
            let home = try CodexConfiguration.directory(directory, "directory", home: nil)
            #expect(try CallOptions(configuration.validated(), nil).settings.additionalDirectories == [home])
            configuration.additionalDirectories = [directory + "/none"]
            let error = #expect(throws: MartletError.self) { _ = try configuration.validated() }
            #expect(error?.message.contains("additional directory") == true)
        }
    }

    @Test func `every variable is read`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let configuration = try CodexConfiguration(environment: [
                "HOME": directory, "CODEX_API_KEY": "sk-key", "CODEX_CLI_PATH": "/bin/codex",
                "CODEX_WORKING_DIR": directory, "CODEX_DEFAULT_MODEL": "m", "CODEX_SANDBOX_MODE": "danger-full-access",
                "CODEX_APPROVAL_POLICY": "on-failure", "CODEX_TIMEOUT": "0", "CODEX_IDLE_TIMEOUT": "1.5",
                "CODEX_BASE_URL": "http://127.0.0.1:1/v1", "CODEX_MODE": "chat", "CODEX_TRANSPORT": "exec",
                "CODEX_MAX_TOKENS": "7", "CODEX_TEMPERATURE": "0.5", "CODEX_TOP_P": "0.9", "CODEX_MAX_RETRIES": "0",
                "CODEX_RETRY_DELAY": "3", "CODEX_UNSUPPORTED_PARAMETERS": "error", "CODEX_PERSIST_THREADS": "yes",
                "CODEX_MAX_CONCURRENT_TURNS": "2",
            ])
            #expect(configuration.apiKey == "sk-key")
            #expect(configuration.executable == "/bin/codex")
            #expect(configuration.workingDirectory == directory)
            #expect(configuration.model == "m")
            #expect(configuration.sandbox == .dangerFullAccess)
            #expect(configuration.approvalPolicy == .onRequest)
            #expect(configuration.timeout == nil)
            #expect(configuration.idleTimeout == .seconds(1.5))
            #expect(configuration.baseURL == "http://127.0.0.1:1/v1")
            #expect(configuration.mode == .chat)
            #expect(configuration.transport == .exec)
            #expect(configuration.maxTokens == 7)
            #expect(configuration.temperature == 0.5)
            #expect(configuration.topP == 0.9)
            #expect(configuration.retryPolicy.maxRetries == 0)
            #expect(configuration.retryPolicy.initialDelay == .seconds(3))
            #expect(configuration.unsupportedParameters == .error)
            #expect(configuration.persistsThreads)
            #expect(configuration.maximumConcurrentTurns == 2)
        }
    }

    @Test func `OPENAI_API_KEY counts only where Codex is not logged in`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let environment = ["HOME": directory, "OPENAI_API_KEY": "sk-open"]
            #expect(try CodexConfiguration(environment: environment).apiKey == "sk-open")
            #expect(
                try CodexConfiguration(environment: environment.merging(["CODEX_API_KEY": "sk-own"]) { $1 }).apiKey
                    == "sk-own")
            try PrivateFile.makeDirectory(directory + "/.codex")
            try PrivateFile.make(directory + "/.codex/auth.json", [])
            #expect(try CodexConfiguration(environment: environment).apiKey == nil)
        }
    }

    @Test(arguments: [
        ("CODEX_TIMEOUT", "soon"), ("CODEX_SANDBOX_MODE", "open"), ("CODEX_APPROVAL_POLICY", "always"),
        ("CODEX_TEMPERATURE", "2.1"), ("CODEX_MODE", "both"), ("CODEX_MAX_RETRIES", "-1"),
        ("CODEX_PERSIST_THREADS", "maybe"),
    ])
    func `a variable that makes no sense is named`(name: String, value: String) {
        let error = #expect(throws: MartletError.self) {
            try CodexConfiguration(environment: [name: value, "HOME": "/nowhere"])
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(name) == true)
        #expect(error?.message.contains(value) == true)
    }

    @Test func `a file that makes no sense is named, one that is not there is none`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let file = directory + "/codex.json"
            for text in ["[]", "{", #"{"colour":"red"}"#, #"{"timeout":"long"}"#] {
                try PrivateFile.replace(file, Array(text.utf8))
                let error = #expect(throws: MartletError.self) {
                    try CodexConfiguration(environment: ["HOME": directory], file: file)
                }
                #expect(error?.message.contains(file) == true, "\(text)")
            }
            _ = try CodexConfiguration(environment: ["HOME": directory], file: directory + "/none")
        }
    }

    @Test func `settings are saved and read again, the key shown to nobody`() async throws {
        try await withScratchDirectory { (directory) async throws in
            var settings = CodexSettings()
            try settings.set(.apiKey, to: "sk-secret-key")
            try settings.set(.timeout, to: "30")
            #expect(throws: MartletError.self) { try settings.set(.timeout, to: "x") }
            let file = directory + "/codex.json"
            try settings.save(to: file)
            #expect(try CodexSettings(file: file) == settings)
            for text in ["\(settings)", "\(String(reflecting: settings))", dumped(settings)] {
                #expect(!text.contains("sk-secret"))
            }
            var configuration = CodexConfiguration()
            try configuration.apply(settings)
            for text in ["\(configuration)", dumped(configuration), dumped(try CodexClient(configuration))] {
                #expect(!text.contains("sk-secret"))
            }
        }
    }

    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test(
        arguments: [
            { $0.workingDirectory = "/no/such/directory" }, { $0.timeout = .seconds(-1) },
            { $0.maximumConcurrentTurns = 0 }, { $0.baseURL = "127.0.0.1:8484" },
            { $0.sandbox = CodexSandbox(rawValue: "open") },
            { $0.approvalPolicy = CodexApprovalPolicy(rawValue: "strict") }, { $0.apiKey = "sk-1 sk-2" },
            { $0.temperature = 3 }, { $0.bufferedEvents = 0 },
            { $0.codexHome = "/no/such/home" }, { $0.privateHomeDirectory = "/tmp/homes" },
            { $0.privateHomeDirectory = "relative" },
        ] as [@Sendable (inout CodexConfiguration) -> Void])
    func `what makes no sense is refused when the client is made`(
        change: @Sendable (inout CodexConfiguration) -> Void
    ) {
        var configuration = CodexConfiguration()
        configuration.environment = ["HOME": "/root"]
        change(&configuration)
        let error = #expect(throws: MartletError.self) { try CodexClient(configuration) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test func `paths are made absolute`() async throws {
        try await withScratchDirectory { (directory) async throws in
            var configuration = CodexConfiguration()
            configuration.environment = ["HOME": directory]
            configuration.workingDirectory = "~"
            configuration.baseURL = "http://127.0.0.1:8484/v1/"
            let checked = try CodexClient(configuration).configuration
            #expect(checked.workingDirectory == directory)
            #expect(checked.baseURL == "http://127.0.0.1:8484/v1")
        }
    }
}
