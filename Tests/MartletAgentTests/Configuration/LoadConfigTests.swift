import Foundation
import MartletAPI
import Testing

@testable import MartletAgent

struct LoadConfigTests {
    private func write(_ yaml: String, to path: String) throws -> String {
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func `With nothing given there are the defaults`() throws {
        let (model, runtime) = try loadConfig(environment: [:])
        #expect(model == ModelConfig())
        #expect(runtime.toDictionary() == RuntimeConfig().toDictionary())
    }

    @Test func `Overrides go to the configuration that has the field, timeout to both`() throws {
        let log = LogRecorder()
        let (model, runtime) = try loadConfig(
            overrides: [
                "temperature": 0.2, "log_level": "ERROR", "timeout": 7, "verify_ssl": false, "colour": "red",
            ], environment: [:], logger: log.logger())
        #expect(model.temperature == 0.2 && model.timeout == .seconds(7) && model.verifySSL == false)
        #expect(runtime.logLevel == .error && runtime.timeout == .seconds(7) && !runtime.verifySSL)
        #expect(log.lines.count == 1 && log.lines[0].contains("field=colour"))
    }

    @Test func `A null override of a field in both leaves the runtime's as it is`() throws {
        let (model, runtime) = try loadConfig(overrides: ["timeout": nil], environment: [:])
        #expect(model.timeout == nil && runtime.timeout == .seconds(60))
    }

    @Test func `The key comes from the override, then the file, then the environment`() async throws {
        let environment = ["OPENAI_API_KEY": "from-environment"]
        try await withTemporaryDirectory { directory in
            let path = try write("api_key: from-file", to: directory + "/m.yaml")
            #expect(try loadConfig(environment: environment).model.apiKey == "from-environment")
            #expect(try loadConfig(fromYAML: path, environment: environment).model.apiKey == "from-file")
            #expect(
                try loadConfig(fromYAML: path, overrides: ["api_key": "mine"], environment: environment).model.apiKey
                    == "mine")
            for nothing in ["api_key: null", "api_key: 'null'", "model: x"] {
                let path = try write(nothing, to: directory + "/n.yaml")
                #expect(try loadConfig(fromYAML: path, environment: environment).model.apiKey == "from-environment")
                #expect(try loadConfig(fromYAML: path, environment: ["OPENAI_API_KEY": ""]).model.apiKey == nil)
            }
        }
    }

    @Test func `The base URL comes from the environment only when nothing else gives one`() async throws {
        let environment = ["OPENAI_API_BASE_URL": "http://env/v1"]
        try await withTemporaryDirectory { directory in
            let path = try write("api_base_url: http://file/v1", to: directory + "/m.yaml")
            #expect(try loadConfig(environment: environment).model.apiBaseURL == "http://env/v1")
            #expect(try loadConfig(fromYAML: path, environment: environment).model.apiBaseURL == "http://file/v1")
            let none = try write("api_base_url: null", to: directory + "/n.yaml")
            #expect(try loadConfig(fromYAML: none, environment: environment).model.apiBaseURL == "http://env/v1")
            // The default written down is a choice too.
            let same = try loadConfig(
                overrides: ["api_base_url": "https://api.openai.com/v1"], environment: environment)
            #expect(same.model.apiBaseURL == "https://api.openai.com/v1")
        }
    }

    @Test func `The environment is read by the loader only`() {
        // `swift test` may run with the variable set; the constructor looks at nothing either way.
        #expect(ModelConfig().apiKey == nil)
    }

    @Test func `A file of the first version with timeout and verify_ssl in it works`() async throws {
        try await withTemporaryDirectory { directory in
            let path = try write("model: m\ntimeout: 9\nverify_ssl: false", to: directory + "/old.yaml")
            let (model, _) = try loadConfig(fromYAML: path, environment: [:])
            #expect(model.timeout == .seconds(9) && model.verifySSL == false)
        }
    }

    @Test func `What is out of range is refused wherever it comes from`() {
        #expect(throws: ConfigurationError.self) {
            try loadConfig(overrides: ["temperature": 3], environment: [:])
        }
    }
}
