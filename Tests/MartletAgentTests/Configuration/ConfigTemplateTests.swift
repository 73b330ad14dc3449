import MartletAPI
import Testing

@testable import MartletAgent

struct ConfigTemplateTests {
    /// What a template changes, against the defaults.
    private func changes(_ dictionary: JSONObject, against defaults: JSONObject) -> JSONObject {
        JSONObject(dictionary.filter { defaults[$0.key] != $0.value })
    }

    @Test func `The six model templates change what they document`() throws {
        let expected: [ModelConfigTemplate: JSONObject] = [
            .default: [:],
            .creative: ["temperature": 0.9, "top_p": 0.95, "frequency_penalty": 0.5],
            .precise: ["temperature": 0.1, "seed": 42],
            .reasoning: [
                "model": "o1-preview", "reasoning_effort": "high", "max_completion_tokens": 5_000,
                "temperature": nil, "top_p": nil, "frequency_penalty": nil, "presence_penalty": nil, "n": nil,
            ],
            .local: ["api_base_url": "http://localhost:11434/v1", "api_key": "not-needed", "model": "llama2"],
            .costEffective: ["model": "gpt-3.5-turbo", "max_tokens": 500],
        ]
        #expect(ModelConfigTemplate.allCases.count == 6)
        for template in ModelConfigTemplate.allCases {
            let config = try ModelConfig(template: template)
            #expect(
                changes(config.toDictionary(), against: ModelConfig().toDictionary()) == expected[template],
                "\(template)")
        }
    }

    @Test func `The six runtime templates change what they document`() throws {
        let expected: [RuntimeConfigTemplate: JSONObject] = [
            .default: [:],
            .production: [
                "log_level": "WARNING", "max_retries": 3, "timeout": 30, "capture_http_traffic": false,
                "display_stream_output": false,
            ],
            .development: [
                "log_level": "DEBUG", "log_http_requests": true, "log_http_responses": true, "enable_debug": true,
                "verify_ssl": false, "capture_http_traffic": true,
            ],
            .testing: [
                "log_level": "ERROR", "capture_http_traffic": false, "display_stream_output": false, "timeout": 10,
            ],
            .monitoring: [
                "save_logs_to_file": true, "capture_http_traffic": true, "log_http_requests": true,
                "log_http_responses": true, "save_http_traffic_to_file": true, "save_token_usage_to_file": true,
                "save_latency_to_file": true,
            ],
            .minimal: [
                "enable_logging": false, "capture_token_usage": false, "capture_latency": false,
                "display_stream_output": false,
            ],
        ]
        #expect(RuntimeConfigTemplate.allCases.count == 6)
        for template in RuntimeConfigTemplate.allCases {
            let config = try RuntimeConfig(template: template)
            #expect(
                changes(config.toDictionary(), against: RuntimeConfig().toDictionary()) == expected[template],
                "\(template)")
        }
    }

    @Test func `Overrides stand above the template`() throws {
        let model = try ModelConfig(template: .creative, overrides: ["temperature": 1.5, "seed": 1])
        #expect(model.temperature == 1.5 && model.topP == 0.95 && model.seed == 1)
        let runtime = try RuntimeConfig(template: .production, overrides: ["max_retries": 9])
        #expect(runtime.maxRetries == 9 && runtime.logLevel == .warning)
        #expect(throws: ConfigurationError.self) { try ModelConfig(template: .precise, overrides: ["temperature": 4]) }
    }

    @Test func `A name that is none is an error that lists the names`() throws {
        #expect(try ModelConfigTemplate(named: "cost_effective") == .costEffective)
        #expect(try RuntimeConfigTemplate(named: "default") == .default)
        let error = try #require(throws: ConfigurationError.self) { try ModelConfigTemplate(named: "funny") }
        #expect(
            error.message
                == "There is no template 'funny'. There are default, creative, precise, reasoning, local, cost_effective."
        )
        #expect(throws: ConfigurationError.self) { try RuntimeConfigTemplate(named: "Production") }
    }
}
