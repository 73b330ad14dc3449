import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletAgent

/// The checklist's boxes 19 and 20: an agent in production and in development.
struct ScenarioBoxTests {
    @Test func `Box 19: production logs warnings, counts, retries, and one catch has every error`() async throws {
        let usage = #"{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}"#
        try await withFaultServer([
            .json("{}", status: 503, headers: [("Retry-After", "0")]), try BoxAnswers.answer(usage: usage),
            .json(#"{"error":{"message":"no such key"}}"#, status: 401),
        ]) { server in
            let runtime = RuntimeConfig {
                $0.logLevel = .warning
                $0.captureTokenUsage = true
                $0.captureLatency = true
                $0.maxRetries = 3
                $0.timeout = .seconds(30)
            }
            let console = LogRecorder()
            try await withChatAgent(
                ModelConfig(apiBaseURL: server.baseURL + "/v1", apiKey: "sk-secret-123456"), runtime,
                logger: console.logger()
            ) { agent in
                #expect(try await agent.chat("Hi") == "Hello!")
                let stats = await agent.getStats()
                #expect(stats["total_requests"] == 1 && stats["total_tokens"] == 18 && stats["retries"] == 1)
                #expect(stats["success_rate"] == 100.0)
                do {
                    _ = try await agent.chat("Hi")
                    Issue.record("an error was expected")
                } catch let error as any ChatAPIError {
                    #expect(error.details["status_code"] == "401")
                    #expect(error.message.contains("no such key"))
                }
                #expect(await agent.stats.successRate == 50)
            }
            #expect(!console.lines.joined().contains("sk-secret"))
            #expect(server.requestCount == 3)
        }
    }

    @Test func `Box 20: development logs all traffic in detail from exactly those flags`() async throws {
        try await withFaultServer([try BoxAnswers.answer(), try BoxAnswers.stream(["a", "b"])]) { server in
            let runtime = RuntimeConfig {
                $0.logLevel = .debug
                $0.logHTTPRequests = true
                $0.logHTTPResponses = true
                $0.enableDebug = true
                $0.verifySSL = false
            }
            let log = LogRecorder()
            let agent = ChatAgent(
                try ModelConfig(apiBaseURL: server.baseURL + "/v1", apiKey: "sk-secret-123456"), runtime,
                logger: log.logger())
            _ = try await agent.chat("What is it?")
            for try await _ in agent.chatStream("And then?") {}
            let all = log.lines.joined(separator: "\n")
            #expect(all.contains("INFO HTTP request method=POST"))
            #expect(all.contains("INFO HTTP response method=POST"))
            #expect(all.contains("\"content\": \"What is it?\""))
            #expect(all.contains("\"content\": \"Hello!\""))
            #expect(all.contains("DEBUG HTTP stream line=data: [DONE]"))
            #expect(all.contains("Authorization: Bearer ****3456"))
            #expect(!all.contains("sk-secret"))
        }
    }
}
