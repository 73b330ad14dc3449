import Foundation
import MartletAPI
import Testing

@testable import MartletAgent

struct ConfigurationFileTests {
    private func write(_ yaml: String, to path: String) throws {
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
    }

    @discardableResult
    private func load(_ yaml: String, overrides: JSONObject = [:]) async throws -> (ModelConfig, [String]) {
        try await withTemporaryDirectory { directory in
            try write(yaml, to: directory + "/model.yaml")
            let log = LogRecorder()
            let config = try ModelConfig(
                yaml: directory + "/model.yaml", overrides: overrides, logger: log.logger())
            return (config, log.lines)
        }
    }

    private func message(_ yaml: String) async throws -> String {
        do {
            _ = try await load(yaml)
            return ""
        } catch let error as ConfigurationError {
            return error.message
        }
    }

    @Test func `Fields are read, the rest has its defaults`() async throws {
        let (config, warnings) = try await load(
            """
            # The house's own server.
            api_base_url: http://10.0.0.5:8000/v1
            api_key: 0123456789012345678901
            model: 7
            temperature: 1
            stop: [END, "\\n"]
            seed: 42
            reasoning_effort: low
            timeout: 2.5
            logprobs: yes
            extra_body: {enable_thinking: false, deep: {list: [1, 2.5, null, x]}}
            extra_headers: {X-Team: search}
            """)
        var expected = ModelConfig()
        expected.apiBaseURL = "http://10.0.0.5:8000/v1"
        // Digits are a text where a text is wanted, to the last one.
        expected.apiKey = "0123456789012345678901"
        expected.model = "7"
        expected.temperature = 1
        expected.stop = ["END", "\n"]
        expected.seed = 42
        expected.reasoningEffort = .low
        expected.timeout = .milliseconds(2_500)
        expected.logprobs = true
        expected.extraBody = ["enable_thinking": false, "deep": ["list": [1, 2.5, nil, "x"]]]
        expected.extraHeaders = ["X-Team": "search"]
        #expect(config == expected)
        #expect(warnings == [])
    }

    @Test func `Null is no value where there may be none`() async throws {
        let (config, _) = try await load("model: null\napi_key: ~\ntemperature:\n")
        #expect(config.model == nil && config.apiKey == nil && config.temperature == nil)
        #expect(try await message("api_base_url: null").hasSuffix("api_base_url must be a text."))
    }

    @Test func `An empty file says nothing`() async throws {
        for yaml in ["", "# nothing\n", "---\n", "null\n"] {
            #expect(try await load(yaml).0 == ModelConfig())
        }
    }

    @Test func `Overrides stand above the file`() async throws {
        let (config, _) = try await load("model: a\nseed: 1", overrides: ["model": "b"])
        #expect(config.model == "b" && config.seed == 1)
    }

    @Test func `Unknown fields are ignored with a warning that does not show the value`() async throws {
        let (config, warnings) = try await load("modle: secret-value\nmodel: a", overrides: ["colour": "red"])
        #expect(config.model == "a")
        #expect(warnings.count == 2)
        #expect(warnings[0].hasPrefix("WARNING Unknown field ignored field=modle"))
        #expect(warnings[1].contains("field=colour"))
        #expect(!warnings.joined().contains("secret-value"))
    }

    @Test func `A missing file, a directory and what is no mapping are configuration errors`() async throws {
        try await withTemporaryDirectory { directory in
            let missing = try #require(throws: ConfigurationError.self) {
                try ModelConfig(yaml: directory + "/none.yaml")
            }
            #expect(missing.message == "The configuration file '\(directory)/none.yaml' does not exist.")
            #expect(throws: ConfigurationError.self) { try RuntimeConfig(yaml: directory) }
        }
        #expect(try await message("- a\n- b").contains("must be a mapping"))
        #expect(try await message("just words").contains("must be a mapping"))
    }

    @Test func `T44 what is no YAML is named by its place and not shown`() async throws {
        for yaml in ["api_key: 'sk-secret\nmodel: x", "api_key: [sk-secret", "api_key: a\napi_key: sk-secret"] {
            let message = try await message(yaml)
            #expect(message.contains("is not YAML"), "\(yaml)")
            #expect(!message.contains("sk-secret"))
        }
    }

    @Test func `A value that a field cannot have is an error that names file and field`() async throws {
        #expect(try await message("temperature: hot").hasSuffix("model.yaml: temperature must be a number, or null."))
        #expect(try await message("temperature: 5").hasPrefix("temperature must be a number from 0 to 2"))
        #expect(try await message("n: 1.5").contains("n must be a whole number"))
        #expect(try await message("stop: {a: b}").contains("stop must be a text or a list of texts"))
    }

    @Test func `A log level that is none is INFO, with a warning`() async throws {
        try await withTemporaryDirectory { directory in
            try write("log_level: loud\nmax_retries: 2", to: directory + "/runtime.yaml")
            let log = LogRecorder()
            let runtime = try RuntimeConfig(yaml: directory + "/runtime.yaml", logger: log.logger())
            #expect(runtime.logLevel == .info && runtime.maxRetries == 2)
            #expect(log.lines.count == 1 && log.lines[0].contains("log_level=loud"))
        }
    }

    @Test func `What is saved reads back the same, in a file of its owner only`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/made/for/it/model.yaml"
            var model = try ModelConfig(
                apiKey: "null", model: "123", timeout: .milliseconds(1_500), temperature: nil, stop: ["true", "ü\n"],
                extraBody: ["a": [1, 2.5, true, nil, "1"], "b": ["c": "d"]], extraHeaders: ["X-A": "no"])
            model.user = "yes: # no"
            try model.save(yaml: path)
            #expect(try ModelConfig(yaml: path) == model)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)

            let runtime = RuntimeConfig {
                $0.logLevel = .warning
                $0.displayStreamOutput = false
                $0.toolFailurePolicy = .injectMessage
                $0.retryDelay = .milliseconds(10)
                $0.streamChunkCallback = { _ in }
                $0.responseCallback = { _ in }
            }
            try runtime.save(yaml: directory + "/runtime.yaml")
            let read = try RuntimeConfig(yaml: directory + "/runtime.yaml")
            #expect(read.toDictionary() == runtime.toDictionary())
        }
    }

    @Test func `A file that cannot be written is a configuration error`() async throws {
        try await withTemporaryDirectory { directory in
            #expect(throws: ConfigurationError.self) { try ModelConfig().save(yaml: directory) }
        }
    }
}
