import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Synchronization
import Testing

@testable import MartletAgent

/// The checklist's boxes 39 to 43 and 46: files, templates, logs, callbacks, retries.
struct ExtensionBoxTests {
    private func agent(
        _ server: FaultServer, log: LogRecorder = LogRecorder(), _ change: (inout RuntimeConfig) -> Void = { _ in }
    ) throws -> ChatAgent {
        ChatAgent(
            try ModelConfig(apiBaseURL: server.baseURL + "/v1", apiKey: "sk-secret-123456"), RuntimeConfig(change),
            logger: log.logger())
    }

    @Test func `Box 39: an agent is made of YAML files, the environment's key and overrides`() async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            try await withTemporaryDirectory { directory in
                var file = ModelConfig()
                file.apiBaseURL = server.baseURL + "/v1"
                file.model = "from-file"
                file.temperature = nil
                try file.save(yaml: directory + "/model.yaml")
                try RuntimeConfig { $0.maxRetries = 2 }.save(yaml: directory + "/runtime.yaml")
                let (model, runtime) = try loadConfig(
                    fromYAML: directory + "/model.yaml", runtime: directory + "/runtime.yaml",
                    overrides: ["seed": 7, "retry_delay": 0.001], environment: ["OPENAI_API_KEY": "from-env-1234"])
                #expect(runtime.maxRetries == 2 && runtime.retryDelay == .milliseconds(1))
                _ = try await ChatAgent(model, runtime, logger: LogRecorder().logger()).chat("Hi")
                #expect(server.requests[0].header("Authorization") == "Bearer from-env-1234")
                #expect(try server.body()["model"] == "from-file")
                #expect(try server.body()["seed"] == 7)
                #expect(try server.body()["temperature"] == nil)
            }
        }
    }

    @Test func `Box 40: an agent is made of templates with overrides`() async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            for template in ModelConfigTemplate.allCases {
                let model = try ModelConfig(
                    template: template, overrides: ["api_base_url": .string(server.baseURL), "seed": 1])
                for runtime in RuntimeConfigTemplate.allCases {
                    let runtime = try RuntimeConfig(
                        template: runtime,
                        overrides: [
                            "save_logs_to_file": false, "save_http_traffic_to_file": false,
                            "save_token_usage_to_file": false, "save_latency_to_file": false,
                        ])
                    #expect(
                        try await ChatAgent(model, runtime, logger: LogRecorder().logger()).chat("Hi") == "Hello!")
                }
                let body = try server.body(server.requestCount - 1)
                #expect(body["model"]?.stringValue == model.model?.rawValue && body["seed"] == 1)
                #expect((body["temperature"] == nil) == (template == .reasoning))
            }
        }
    }

    @Test func `Box 41: statistics are saved, configurations updated by name and turned into dictionaries`()
        async throws
    {
        try await withFaultServer([try BoxAnswers.answer(usage: #"{"prompt_tokens":3,"completion_tokens":2}"#)]) {
            server in
            try await withTemporaryDirectory { directory in
                let agent = try agent(server)
                await #expect(throws: ConfigurationError.self) { try await agent.saveStats() }
                _ = try await agent.chat("Hi")
                try await agent.saveStats(to: directory + "/stats.jsonl")
                let line = try JSONValue(json: lines(at: directory + "/stats.jsonl")[0])
                #expect(line["total_tokens"] == 5 && line["timestamp"] != nil)

                try await agent.update { settings in
                    try settings.runtimeConfig.update([
                        "save_token_usage_to_file": true,
                        "token_usage_file_path": .string(directory + "/tokens.log"),
                    ])
                    try settings.modelConfig.update(["seed": 9])
                }
                await #expect(throws: ConfigurationError.self) {
                    try await agent.update { try $0.runtimeConfig.update(["colour": "red"]) }
                }
                _ = try await agent.chat("Hi")
                try await agent.saveStats()
                #expect(lines(at: directory + "/tokens.log").count == 2)
                #expect(try server.body(1)["seed"] == 9)
                #expect(await agent.modelConfig.toDictionary()["seed"] == 9)
                #expect(await agent.runtimeConfig.toDictionary()["save_token_usage_to_file"] == true)
            }
        }
    }

    @Test func `Box 42: the log rotates, HTTP traffic and dumps are files, without the key`() async throws {
        try await withFaultServer([
            try BoxAnswers.answer(), try BoxAnswers.stream(["a"]), .json(#"{"error":{"message":"no"}}"#, status: 400),
        ]) { server in
            try await withTemporaryDirectory { directory in
                let agent = try agent(server) {
                    $0.enableDebug = true
                    $0.saveLogsToFile = true
                    $0.logFilePath = directory + "/logs/agent.log"
                    $0.logFileMaxBytes = 200
                    $0.logFileBackupCount = 50
                    $0.saveHTTPTrafficToFile = true
                    $0.httpTrafficFilePath = directory + "/http.log"
                    $0.debugSaveRequests = true
                    $0.debugSaveResponses = true
                    $0.debugOutputDir = directory + "/debug"
                    $0.saveTokenUsageToFile = true
                    $0.tokenUsageFilePath = directory + "/tokens.log"
                    $0.saveLatencyToFile = true
                    $0.latencyFilePath = directory + "/latency.log"
                }
                _ = try await agent.chat("Hi")
                for try await _ in agent.chatStream("Hi") {}
                await #expect(throws: APIConnectionError.self) { try await agent.chat("Hi") }
                await agent.close()

                #expect(names(in: directory + "/logs").contains("agent.log.1"))
                let kinds = names(in: directory + "/debug").map { $0.prefix { !$0.isNumber } }
                #expect(
                    kinds.sorted() == [
                        "request_", "request_", "response_", "response_", "stream_request_", "stream_response_raw_",
                    ])
                let files = names(in: directory).filter { $0.hasPrefix("http.log") }
                #expect(files.count > 1)
                let traffic = files.compactMap { text(at: "\(directory)/\($0)") }.joined()
                #expect(traffic.contains("Authorization: Bearer ****3456"))
                #expect(traffic.contains("HTTP stream line=data: [DONE]"))
                #expect(traffic.contains(" status=400 "))
                #expect(lines(at: directory + "/tokens.log").count == 2)
                #expect(lines(at: directory + "/latency.log").count == 3)
                for folder in ["", "/logs", "/debug"] {
                    for name in names(in: directory + folder) {
                        #expect(text(at: "\(directory)\(folder)/\(name)")?.contains("sk-secret") != true)
                    }
                }
            }
        }
    }

    @Test func `Box 43: response_callback gets a whole answer, stream_chunk_callback each piece`() async throws {
        try await withFaultServer([
            try BoxAnswers.answer(), try BoxAnswers.stream(["a", "b"]), .json("{}", status: 400),
        ]) { server in
            let heard = Mutex<[String]>([])
            let log = LogRecorder()
            let agent = try agent(server, log: log) {
                $0.responseCallback = { text in heard.withLock { $0.append("answer \(text)") } }
                $0.streamChunkCallback = { text in
                    await Task.yield()
                    heard.withLock { $0.append("piece \(text)") }
                    if text == "b" { throw CancellationError() }
                }
            }
            _ = try await agent.chat("Hi")
            var text = ""
            for try await piece in agent.chatStream("Hi") {
                // The callback comes before the delivery.
                #expect(heard.withLock { $0.last } == "piece \(piece)")
                text += piece
            }
            await #expect(throws: APIConnectionError.self) { try await agent.chat("Hi") }
            #expect(text == "ab")
            #expect(heard.withLock { $0 } == ["answer Hello!", "piece a", "piece b"])
            #expect(log.lines.contains { $0.hasPrefix("WARNING A callback failed") })
        }
    }

    // MARK: Box 46

    @Test func `Box 46: 408, 409, 429 and 5xx are repeated, other 4xx are not`() async throws {
        for (status, requests) in [
            (408, 2), (409, 2), (429, 2), (500, 2), (503, 2), (400, 1), (401, 1), (404, 1), (422, 1),
        ] {
            try await withFaultServer([.json("{}", status: status)]) { server in
                let agent = try agent(server) {
                    $0.maxRetries = 1
                    $0.retryDelay = .zero
                }
                let error = await #expect(throws: (any Error).self) { try await agent.chat("Hi") }
                #expect(error is any ChatAPIError)
                let asked = server.requests.filter { $0.method == "POST" }
                #expect(asked.count == requests, "\(status)")
            }
        }
    }

    @Test func `Box 46: timeouts and dropped connections are repeated`() async throws {
        try await withFaultServer([
            .refuse(), FaultResponse(framing: .raw, steps: [.silence]), try BoxAnswers.answer(),
        ]) { server in
            let agent = try agent(server) {
                $0.maxRetries = 2
                $0.retryDelay = .zero
                $0.timeout = .seconds(1)
            }
            #expect(try await agent.chat("Hi") == "Hello!")
            #expect(server.requestCount == 3)
        }
    }

    @Test func `Box 46: a stream is repeated until its first piece came`() async throws {
        try await withFaultServer([
            .json("{}", status: 503), try BoxAnswers.stream(["a", "b"]),
        ]) { server in
            let agent = try agent(server) {
                $0.maxRetries = 2
                $0.retryDelay = .zero
            }
            var text = ""
            for try await piece in agent.chatStream("Hi") { text += piece }
            #expect(text == "ab" && server.requestCount == 2)
        }
    }

    @Test func `Box 46: Retry-After stands above the back-off, which doubles with jitter`() async throws {
        try await withFaultServer([
            .json("{}", status: 429, headers: [("Retry-After", "0.001")]), try BoxAnswers.answer(),
        ]) { server in
            // Without Retry-After the test would wait for an hour.
            let agent = try agent(server) {
                $0.maxRetries = 1
                $0.retryDelay = .seconds(3_600)
            }
            #expect(try await agent.chat("Hi") == "Hello!")
        }
        let policy = RequestOptions(
            model: ModelConfig(), runtime: RuntimeConfig { $0.maxRetries = 4 }
        ).retryPolicy
        #expect(policy?.initialDelay == .seconds(1) && policy?.jitter == 0.1 && policy?.maxRetries == 4)
    }

    @Test func `Box 46: cancellation ends the wait between attempts`() async throws {
        try await withFaultServer([.json("{}", status: 503)]) { server in
            let agent = try agent(server) {
                $0.maxRetries = 1
                $0.retryDelay = .seconds(3_600)
            }
            // Awaited below.
            let call = Task { try await agent.chat("Hi") }
            try await server.waitForRequests(1)
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            #expect(await agent.stats.totalRequests == 0)
        }
    }
}
