import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Synchronization
import Testing

@testable import MartletAgent

/// The checklist's boxes 22 to 31: what the original's changes promise.
struct ChangelogBoxTests {
    private func model(_ server: FaultServer) throws -> ModelConfig {
        try ModelConfig(apiBaseURL: server.baseURL + "/v1")
    }

    private func agent(
        _ server: FaultServer, log: LogRecorder = LogRecorder(), _ change: (inout RuntimeConfig) -> Void = { _ in }
    ) throws -> ChatAgent {
        ChatAgent(try model(server), RuntimeConfig(change), logger: log.logger())
    }

    @Test func `Box 22: model and runtime are configured separately`() async throws {
        let runtime = RuntimeConfig { $0.maxRetries = 7 }
        let agent = ChatAgent(try ModelConfig(model: "x"), runtime, logger: LogRecorder().logger())
        #expect(await agent.modelConfig.model == "x")
        #expect(await agent.runtimeConfig.maxRetries == 7)
        #expect(await ChatAgent(ModelConfig()).runtimeConfig.maxRetries == 0)
    }

    @Test func `Box 23: tokens, latency and the success rate are counted`() async throws {
        let usage = #"{"prompt_tokens":3,"completion_tokens":2}"#
        try await withFaultServer([
            try BoxAnswers.answer(usage: usage), try BoxAnswers.answer(), .json("{}", status: 400),
        ]) { server in
            let agent = try agent(server)
            _ = try await agent.chat("1")
            _ = try await agent.chat("2")
            await #expect(throws: APIConnectionError.self) { try await agent.chat("3") }
            let stats = await agent.getStats()
            #expect(stats["total_requests"] == 3 && stats["errors"] == 1)
            #expect(stats["success_rate"] == .number(66.67))
            #expect(stats["prompt_tokens"] == 3 && stats["completion_tokens"] == 2 && stats["total_tokens"] == 5)
            #expect(await agent.stats.averageLatency > 0)
            await agent.resetStats()
            #expect(await agent.getStats()["total_requests"] == 0)
        }
    }

    @Test func `Box 24: a stream is printed while it comes`() async throws {
        let gate = FaultGate()
        let first = #"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n"
        let rest = #"data: {"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}]}"# + "\n\n"
        try await withFaultServer([
            .eventStream(
                [first], then: [.hold(gate), .bytes(Array(rest.utf8)), .bytes(Array("data: [DONE]\n\n".utf8))])
        ]) { server in
            let printed = Mutex("")
            let agent = ChatAgent(
                try model(server), RuntimeConfig { $0.streamEnableProgress = true }, logger: LogRecorder().logger(),
                output: { text in printed.withLock { $0 += text } })
            for try await piece in agent.chatStream("Hi") {
                // What was delivered was printed before; the second piece is still held back.
                if piece == "a" {
                    #expect(printed.withLock { $0 } == "a")
                    gate.open()
                }
            }
            #expect(printed.withLock { $0 } == "ab\n")
        }
    }

    @Test func `Box 25: HTTP requests and responses are logged`() async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            let log = LogRecorder()
            _ = try await agent(server, log: log) {
                $0.logHTTPRequests = true
                $0.logHTTPResponses = true
            }.chat("Hi")
            let info = log.lines.filter { $0.hasPrefix("INFO HTTP") }
            #expect(info.count == 2)
            #expect(info[0] == "INFO HTTP request method=POST url=\(server.baseURL)/v1/chat/completions")
            #expect(info[1].contains(" status=200 "))
        }
    }

    @Test func `Box 26: debug mode says what the agent does`() async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            let counts = try await [false, true].asyncMap { isOn in
                let log = LogRecorder()
                _ = try await agent(server, log: log) { $0.enableDebug = isOn }.chat("Hi")
                return log.lines.filter { $0.hasPrefix("DEBUG") }.count
            }
            #expect(counts[0] == 0)
            #expect(counts[1] > 0)
        }
    }

    @Test func `Box 27: long errors are cut at 500 characters`() async throws {
        let said = String(repeating: "x", count: 900)
        try await withFaultServer([.text(said, status: 400), .text(said, contentType: "text/html")]) { server in
            let agent = try agent(server)
            let refused = try await #require(throws: APIConnectionError.self) { try await agent.chat("Hi") }
            #expect(refused.details["response"]?.count == 500)
            let noAnswer = try await #require(throws: APIResponseError.self) { try await agent.chat("Hi") }
            #expect(noAnswer.details["response"]?.count == 500)
        }
        try await withFaultServer([.text(said, status: 400)]) { server in
            let whole = try agent(server) { $0.truncateLongErrors = false }
            let error = try await #require(throws: APIConnectionError.self) { try await whole.chat("Hi") }
            #expect(error.details["response"]?.count == 900)
            let short = try agent(server) { $0.maxErrorLength = 10 }
            let cut = try await #require(throws: APIConnectionError.self) { try await short.chat("Hi") }
            #expect(cut.details["response"] == "xxxxxxxxxx")
        }
    }

    @Test func `Box 28: ChatConfig is ModelConfig, with the first version's timeout and verify_ssl`() throws {
        let config = try ChatConfig(model: "m", timeout: .seconds(5), verifySSL: false)
        #expect(type(of: config) == ModelConfig.self)
        let options = RequestOptions(model: config, runtime: RuntimeConfig())
        #expect(options.timeout == .seconds(5) && options.idleTimeout == .seconds(5))
        let telemetry = AgentTelemetry(model: config, runtime: RuntimeConfig())
        guard case .none = ClientConfiguration.agent(config, RuntimeConfig(), telemetry).tls else {
            Issue.record("the certificate is checked")
            return
        }
    }

    @Test func `Box 29: the agent's platform lists, describes and selects models`() async throws {
        try await withFaultServer { request in
            request.path == "/v1/models"
                ? .json(#"{"data":[{"id":"a"},{"id":"b"}]}"#) : .json(#"{"id":"a","created":1}"#)
        } _: { server in
            let agent = try agent(server)
            let models = try await agent.models()
            #expect(await models.listModels() == ["a", "b"])
            #expect(try await models.listModelsDetailed().count == 2)
            #expect(try await models.modelInfo("a")?.created == 1)
            #expect(await models.selectModel(preferred: ["b"]) == "b")
            await #expect(throws: ModelNotFoundError.self) { try await models.requireModel(["z"]) }
        }
    }

    @Test func `Box 30: the whole set of parameters goes over the wire`() async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            let config = try ModelConfig(
                apiBaseURL: server.baseURL, model: "m", temperature: 0.1, topP: 0.2, maxTokens: 3,
                maxCompletionTokens: 4, frequencyPenalty: 0.5, presencePenalty: 0.6, n: 2, stop: ["END", "FIN"],
                logprobs: true, topLogprobs: 5, seed: 42, user: "u", reasoningEffort: .high)
            _ = try await ChatAgent(config, logger: LogRecorder().logger()).chat("Hi")
            var body = try #require(try server.body().objectValue)
            body["messages"] = nil
            body["stream"] = nil
            #expect(
                body == [
                    "model": "m", "temperature": 0.1, "top_p": 0.2, "max_tokens": 3, "max_completion_tokens": 4,
                    "frequency_penalty": 0.5, "presence_penalty": 0.6, "n": 2, "stop": ["END", "FIN"],
                    "logprobs": true, "top_logprobs": 5, "seed": 42, "user": "u", "reasoning_effort": "high",
                ] as JSONObject)
        }
    }

    @Test func `Box 31: the licence is there, and the README links to the documentation`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let licence = try String(contentsOf: root.appending(path: "LICENSE"), encoding: .utf8)
        #expect(licence.hasPrefix("MIT License"))
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("MIT licence") && readme.contains("](docs/"))
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
