import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct EnvironmentTests {
    @Test(arguments: [
        ("openai", ["OPENAI_API_KEY": "key-1", "OPENAI_BASE_URL": "http://h/v1"], "http://h/v1"),
        ("openai", ["OPENAI_API_KEY": "key-1"], "https://api.openai.com/v1"),
        ("openai", ["OPENAI_API_KEY": "key-1", "OPENAI_BASE_URL": ""], "https://api.openai.com/v1"),
        ("pixigpt", ["PIXIGPT_API_KEY": "key-1", "PIXIGPT_BASE_URL": "http://h/x/v1/"], "http://h/x/v1"),
        ("gravixlayer", ["GRAVIXLAYER_API_KEY": "key-1", "GRAVIXLAYER_BASE_URL": "http://h"], "http://h"),
        ("dashscope", ["DASHSCOPE_API_KEY": "key-1", "DASHSCOPE_BASE_URL": "http://h/v1"], "http://h/v1"),
        ("local", ["MARTLET_BASE_URL": "http://h:1"], "http://h:1/v1"),
        ("local", [:], "http://127.0.0.1:8484/v1"),
        // Ollama's own rules: no scheme means http, no port means 11434.
        ("ollama", [:], "http://127.0.0.1:11434/v1"),
        ("ollama", ["OLLAMA_HOST": "gpu.example"], "http://gpu.example:11434/v1"),
        ("ollama", ["OLLAMA_HOST": "gpu.example:80"], "http://gpu.example:80/v1"),
        ("ollama", ["OLLAMA_HOST": "0.0.0.0"], "http://127.0.0.1:11434/v1"),
        ("ollama", ["OLLAMA_HOST": "0.0.0.0:9999"], "http://127.0.0.1:9999/v1"),
        ("ollama", ["OLLAMA_HOST": ":9999"], "http://127.0.0.1:9999/v1"),
        ("ollama", ["OLLAMA_HOST": "[::]:9999"], "http://[::1]:9999/v1"),
        ("ollama", ["OLLAMA_HOST": "[fe80::1]"], "http://[fe80::1]:11434/v1"),
        ("ollama", ["OLLAMA_HOST": "fe80::1"], "http://[fe80::1]:11434/v1"),
        ("ollama", ["OLLAMA_HOST": "https://gpu.example"], "https://gpu.example/v1"),
        ("ollama", ["OLLAMA_HOST": "http://gpu.example:1/v1"], "http://gpu.example:1/v1"),
    ])
    func `a platform's documented variables are read`(
        _ name: String, _ environment: [String: String], _ baseURL: String
    ) throws {
        let platform = try #require(Platform.named[name])
        let client = try MartletClient(platform: platform, environment: environment)
        #expect(client.baseURL == baseURL)
    }

    @Test func `a base URL that is given wins over the environment`() throws {
        let client = try MartletClient(
            platform: .local, baseURL: "http://given", environment: ["MARTLET_BASE_URL": "http://environment"])
        #expect(client.baseURL == "http://given/v1")
    }

    /// A guess at the scheme would send the key unencrypted.
    @Test func `a URL without a scheme is refused where it is no address to listen on`() throws {
        let error = try #require(throws: MartletError.self) {
            try MartletClient(
                platform: .openAI, environment: ["OPENAI_API_KEY": "key-1", "OPENAI_BASE_URL": "api.example/v1"])
        }
        #expect(error.code == .invalidConfiguration)
    }

    @Test(arguments: [[:], ["OPENAI_API_KEY": ""], ["PIXIGPT_API_KEY": "key-1"]])
    func `a key that is missing is named`(_ environment: [String: String]) throws {
        let error = try #require(throws: MartletError.self) {
            try MartletClient(platform: .openAI, environment: environment)
        }
        #expect(error.code == .invalidConfiguration)
        #expect(error.message.contains("OPENAI_API_KEY"))
    }

    @Test func `the key, the organization and the project are sent`() async throws {
        try await withFaultServer([.json(Sample.completion())]) { server in
            let client = try MartletClient(
                platform: .openAI, baseURL: server.baseURL,
                environment: ["OPENAI_API_KEY": "key-1", "OPENAI_ORG_ID": "org-1", "OPENAI_PROJECT_ID": "proj-1"])
            _ = try await client.created()
            #expect(server.requests[0].header("authorization") == "Bearer key-1")
            #expect(server.requests[0].header("openai-organization") == "org-1")
            #expect(server.requests[0].header("openai-project") == "proj-1")
            try await client.shutdown()
        }
    }
}
