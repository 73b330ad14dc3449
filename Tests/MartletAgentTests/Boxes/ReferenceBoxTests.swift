import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Synchronization
import Testing

@testable import MartletAgent

/// The checklist's boxes 16 to 18: the reference of the configuration and of the errors.
struct ReferenceBoxTests {
    private func agent(
        _ server: FaultServer, logger: LogRecorder = LogRecorder(), _ change: (inout RuntimeConfig) -> Void = { _ in }
    ) throws -> ChatAgent {
        ChatAgent(
            try ModelConfig(apiBaseURL: server.baseURL + "/v1", apiKey: "sk-secret-123456"), RuntimeConfig(change),
            logger: logger.logger())
    }

    @Test func `Box 16: every field of ModelConfig has its default on the wire`() async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            _ = try await agent(server).chat("Hi")
            var body = try #require(try server.body().objectValue)
            // Whether `false` is said or left unsaid means the same.
            if body["stream"] == false { body["stream"] = nil }
            #expect(
                body == [
                    "model": "gpt-4o", "messages": [["role": "user", "content": "Hi"]], "temperature": 0.7,
                    "top_p": 1.0,
                    "frequency_penalty": 0.0, "presence_penalty": 0.0, "n": 1,
                ] as JSONObject)
        }
    }

    // MARK: Box 17, a test for each field

    @Test func `Box 17: enable_logging off says nothing`() async throws {
        try await withFaultServer([.json("{}", status: 500)]) { server in
            for isEnabled in [true, false] {
                let log = LogRecorder()
                let agent = try agent(server, logger: log) { $0.enableLogging = isEnabled }
                await #expect(throws: APIConnectionError.self) { try await agent.chat("Hi") }
                #expect(log.lines.isEmpty != isEnabled)
            }
        }
    }

    @Test func `Box 17: log_level, log_http_requests and log_http_responses decide what is logged`() async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            for (requests, responses) in [(true, true), (true, false), (false, true), (false, false)] {
                let console = LogRecorder()
                let telemetry = AgentTelemetry(
                    model: ModelConfig(),
                    runtime: RuntimeConfig {
                        $0.logHTTPRequests = requests
                        $0.logHTTPResponses = responses
                    },
                    output: LogOutput(logger: nil, now: { .init() }, console: { console.append($0) }),
                    now: { .init() })
                let client = try MartletClient.agent(
                    model: ModelConfig(apiBaseURL: server.baseURL), runtime: telemetry.runtime, telemetry: telemetry)
                _ = try await client.chat.completions.create(.init(model: "m", messages: [.user("Hi")]))
                #expect(console.lines.contains { $0.contains("INFO HTTP request") } == requests)
                #expect(console.lines.contains { $0.contains("INFO HTTP response") } == responses)
                #expect(!console.lines.contains { $0.contains("DEBUG") })
            }
        }
    }

    @Test func `Box 17: capture_token_usage and capture_latency decide what is counted`() async throws {
        let usage = #"{"prompt_tokens":3,"completion_tokens":2,"total_tokens":99}"#
        try await withFaultServer([try BoxAnswers.answer(usage: usage)]) { server in
            let all = try agent(server)
            _ = try await all.chat("Hi")
            #expect(await all.stats.totalTokens == 5)
            #expect(await all.stats.totalLatency > 0)
            let none = try agent(server) {
                $0.captureTokenUsage = false
                $0.captureLatency = false
            }
            _ = try await none.chat("Hi")
            #expect(await none.stats.totalRequests == 1)
            #expect(await none.stats.totalTokens == 0)
            #expect(await none.stats.totalLatency == 0)
        }
    }

    @Test func `Box 17: timeout ends a call that the platform does not answer`() async throws {
        try await withFaultServer([FaultResponse(framing: .raw, steps: [.silence])]) { server in
            let agent = try agent(server) { $0.timeout = .milliseconds(50) }
            let error = try await #require(throws: APIConnectionError.self) { try await agent.chat("Hi") }
            #expect((error.cause as? MartletError)?.code == .attemptTimeout)
        }
    }

    @Test func `Box 17: max_retries and retry_delay make further attempts`() async throws {
        try await withFaultServer([.json("{}", status: 500), .json("{}", status: 503), try BoxAnswers.answer()]) {
            server in
            let agent = try agent(server) {
                $0.maxRetries = 2
                $0.retryDelay = .milliseconds(1)
            }
            #expect(try await agent.chat("Hi") == "Hello!")
            #expect(server.requestCount == 3)
            #expect(await agent.stats.retries == 2)
            let runtime = RuntimeConfig { $0.retryDelay = .seconds(3) }
            #expect(RequestOptions(model: ModelConfig(), runtime: runtime).retryPolicy?.initialDelay == .seconds(3))
        }
    }

    @Test func `Box 17: strict_parsing makes an unreadable chunk an error`() async throws {
        let broken = FaultResponse.eventStream([
            "data: {broken\n\n",
            #"data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"# + "\n\n",
            "data: [DONE]\n\n",
        ])
        try await withFaultServer([broken]) { server in
            var text = ""
            for try await piece in try agent(server).chatStream("Hi") { text += piece }
            #expect(text == "a")
            await #expect(throws: APIResponseError.self) {
                for try await _ in try agent(server, { $0.strictParsing = true }).chatStream("Hi") {}
            }
        }
    }

    // MARK: Errors

    @Test func `Box 18: the seven types have one base with message and details`() {
        let errors: [any ChatAPIError] = [
            ConfigurationError("m"), APIConnectionError("m"), APIResponseError("m"),
            ToolExecutionError("m", tool: "t", error: "e"), MediaProcessingError("m"), ModelNotFoundError("m"),
            TokenLimitError("m"),
        ]
        #expect(errors.allSatisfy { $0.message == "m" })
        #expect(errors.filter { !$0.details.isEmpty }.count == 1)
    }
}
