import MartletAPI
import Testing

@testable import MartletAgent

struct ModelConfigTests {
    @Test func `Every field has its documented default`() {
        let expected: JSONObject = [
            "api_base_url": "https://api.openai.com/v1", "api_key": nil, "model": "gpt-4o", "timeout": nil,
            "verify_ssl": nil, "temperature": 0.7, "top_p": 1.0, "max_tokens": nil, "max_completion_tokens": nil,
            "frequency_penalty": 0.0, "presence_penalty": 0.0, "n": 1, "stop": nil, "stream": false, "logprobs": nil,
            "top_logprobs": nil, "seed": nil, "user": nil, "reasoning_effort": nil, "extra_body": [:],
            "extra_headers": [:], "auto_select_model": false,
        ]
        #expect(ModelConfig().toDictionary() == expected)
        #expect(ModelConfig().toDictionary().keys == expected.keys)
    }

    @Test func `The initialiser's defaults are the same`() throws {
        #expect(try ModelConfig(apiKey: nil) == ModelConfig())
    }

    @Test(arguments: [-0.1, 2.1, .nan, .infinity])
    func `A temperature outside of 0 to 2 is refused`(value: Double) {
        #expect(throws: ConfigurationError.self) { try ModelConfig(temperature: value) }
    }

    @Test func `Values out of range are refused with a sentence`() throws {
        func message(_ make: () throws -> ModelConfig) -> String? {
            do {
                _ = try make()
                return nil
            } catch {
                return (error as? ConfigurationError)?.message
            }
        }
        #expect(message { try ModelConfig(temperature: 3) } == "temperature must be a number from 0 to 2, not 3.0.")
        #expect(message { try ModelConfig(topP: 1.5) } == "top_p must be a number from 0 to 1, not 1.5.")
        #expect(message { try ModelConfig(frequencyPenalty: -2.5) }?.hasPrefix("frequency_penalty") == true)
        #expect(message { try ModelConfig(presencePenalty: 2.5) }?.hasPrefix("presence_penalty") == true)
        #expect(message { try ModelConfig(n: 0) } == "n must be at least 1, not 0.")
        #expect(message { try ModelConfig(reasoningEffort: "extreme") }?.contains("'extreme'") == true)
        #expect(message { try ModelConfig(extraHeaders: ["bad name": "x"]) }?.contains("'bad name'") == true)
        #expect(message { try ModelConfig(extraHeaders: ["X-A": "line\nfeed"]) } != nil)
    }

    @Test func `The ends of the ranges are allowed, and nil is`() throws {
        _ = try ModelConfig(temperature: 0, topP: 0, frequencyPenalty: -2, presencePenalty: 2, n: 1)
        _ = try ModelConfig(temperature: 2, topP: 1)
        _ = try ModelConfig(temperature: nil, topP: nil, frequencyPenalty: nil, presencePenalty: nil, n: nil)
        for effort in ["none", "minimal", "low", "medium", "high", "xhigh"] {
            _ = try ModelConfig(reasoningEffort: ReasoningEffort(rawValue: effort))
        }
    }

    @Test func `What is assigned later is checked when it is asked for`() {
        var config = ModelConfig()
        config.temperature = 9
        #expect(throws: ConfigurationError.self) { try config.validated() }
    }

    @Test func `T44 the key is in no description`() throws {
        let config = try ModelConfig(
            apiBaseURL: "http://user:pass@host/v1?key=abc", apiKey: "sk-secret-123456",
            extraHeaders: ["api-key": "another-secret"])
        var dumped = ""
        dump(config, to: &dumped)
        for text in ["\(config)", String(reflecting: config), dumped] {
            for secret in ["sk-secret", "another-secret", "pass", "abc"] { #expect(!text.contains(secret)) }
        }
        #expect("\(config)" == "ModelConfig(gpt-4o, http://host/v1)")
    }

    @Test func `An update sets all of its fields or none`() throws {
        var config = ModelConfig()
        try config.update(["temperature": 1, "stop": ["a", "b"], "model": nil, "timeout": 2.5])
        #expect(config.temperature == 1 && config.stop == ["a", "b"] && config.model == nil)
        #expect(config.timeout == .milliseconds(2_500))

        let before = config
        let attempts: [JSONObject] = [
            ["seed": 1, "colour": "red"], ["seed": 1, "temperature": "hot"], ["seed": 1, "temperature": 5],
            ["seed": 1.5], ["api_base_url": nil], ["stop": [1]],
        ]
        for fields in attempts {
            #expect(throws: ConfigurationError.self) { try config.update(fields) }
            #expect(config == before)
        }
    }

    @Test func `A value that is refused is not shown`() throws {
        var config = ModelConfig()
        let error = try #require(throws: ConfigurationError.self) { try config.update(["api_key": 1_234_567]) }
        #expect(error.message == "The update: api_key must be a text, or null.")
    }
}
