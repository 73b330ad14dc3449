import Foundation
import Logging
import Martlet
import MartletAPI
import Synchronization
import Testing

@testable import MartletAgent

struct AgentTelemetryTests {
    private let now: @Sendable () -> Date = { Date(timeIntervalSince1970: 1_700_000_000) }

    /// A telemetry whose console is recorded.
    private func telemetry(
        _ console: LogRecorder, key: String? = nil, logger: Logger? = nil,
        _ change: (inout RuntimeConfig) -> Void = { _ in }
    ) -> AgentTelemetry {
        var model = ModelConfig()
        model.apiKey = key
        let output = LogOutput(logger: logger, now: now, console: { console.append($0) })
        return AgentTelemetry(model: model, runtime: RuntimeConfig(change), output: output, now: now)
    }

    private func logAll(_ logger: Logger) {
        for level in [Logger.Level.debug, .info, .warning, .error, .critical] { logger.log(level: level, "said") }
    }

    // MARK: Logging

    @Test(arguments: [
        (LogLevel.debug, 5), (.info, 4), (.warning, 3), (.error, 2), (.critical, 1),
    ])
    func `What is logged is the configured level and those above it`(level: LogLevel, count: Int) {
        let console = LogRecorder()
        logAll(telemetry(console) { $0.logLevel = level }.logger)
        #expect(console.lines.count == count)
        #expect(console.lines.last == "2023-11-14T22:13:20.000Z martlet.agent CRITICAL said\n")
    }

    @Test func `The level changes with the configuration while the agent lives`() {
        let console = LogRecorder()
        let telemetry = telemetry(console) { $0.logLevel = .error }
        let logger = telemetry.logger
        logger.info("unheard")
        telemetry.update(model: ModelConfig(), runtime: RuntimeConfig { $0.logLevel = .info })
        logger.info("heard")
        telemetry.update(model: ModelConfig(), runtime: RuntimeConfig { $0.enableLogging = false })
        logger.critical("unheard")
        #expect(console.lines.count == 1 && console.lines[0].contains("heard"))
    }

    @Test func `Two agents have two levels`() {
        let console = LogRecorder()
        let quiet = telemetry(console) { $0.logLevel = .critical }
        let loud = telemetry(console) { $0.logLevel = .debug }
        quiet.logger.error("unheard")
        loud.logger.debug("heard")
        #expect(console.lines.count == 1)
    }

    @Test func `A logger of the program's stands for the console, at its own level`() async throws {
        try await withTemporaryDirectory { directory in
            let console = LogRecorder()
            let program = LogRecorder()
            let telemetry = telemetry(console, logger: program.logger(level: .info)) {
                $0.logLevel = .warning
                $0.saveLogsToFile = true
                $0.logFilePath = directory + "/agent.log"
            }
            logAll(telemetry.logger)
            #expect(console.lines == [])
            #expect(program.lines == ["INFO said", "WARNING said", "ERROR said", "CRITICAL said"])
            #expect(lines(at: directory + "/agent.log").count == 3)
        }
    }

    @Test func `The log file has the same lines as the console, and rotates`() async throws {
        try await withTemporaryDirectory { directory in
            let console = LogRecorder()
            let telemetry = telemetry(console) {
                $0.saveLogsToFile = true
                $0.logFilePath = directory + "/logs/agent.log"
                $0.logFileMaxBytes = 100
                $0.logFileBackupCount = 1
            }
            for word in ["one", "two", "three ü"] { telemetry.logger.info("\(word)") }
            #expect(text(at: directory + "/logs/agent.log") == console.lines[2])
            #expect(text(at: directory + "/logs/agent.log.1") == console.lines[0] + console.lines[1])
        }
    }

    @Test func `A log file that cannot be written is said once, and the console goes on`() async throws {
        try await withTemporaryDirectory { directory in
            let console = LogRecorder()
            let telemetry = telemetry(console) {
                $0.saveLogsToFile = true
                $0.logFilePath = directory
            }
            telemetry.logger.info("one")
            telemetry.logger.info("two")
            #expect(console.lines.count == 3)
            #expect(console.lines[1].contains("WARNING A log file could not be written"))
        }
    }

    @Test func `T44 keys reach neither console nor file nor the program's logger`() async throws {
        try await withTemporaryDirectory { directory in
            let console = LogRecorder()
            let program = LogRecorder()
            for logger in [nil, program.logger()] {
                let telemetry = telemetry(console, key: "sk-secret-123456", logger: logger) {
                    $0.saveLogsToFile = true
                    $0.logFilePath = directory + "/agent.log"
                }
                telemetry.logger.error("It said sk-secret-123456", metadata: ["e": "sk-secret-123456!"])
            }
            let all = console.lines.joined() + program.lines.joined() + (text(at: directory + "/agent.log") ?? "")
            #expect(!all.contains("sk-secret"))
            #expect(all.contains("e=****3456!"))
        }
    }

    @Test func `Steps are logged when debugging, whatever the level`() {
        let console = LogRecorder()
        telemetry(console) { $0.logLevel = .debug }.step("unheard")
        telemetry(console) {
            $0.logLevel = .error
            $0.enableDebug = true
        }.step("heard", metadata: ["n": "1"])
        #expect(console.lines.count == 1 && console.lines[0].hasSuffix("DEBUG heard n=1\n"))
    }

    // MARK: Callbacks

    @Test func `A callback is awaited, and what it throws is a warning`() async {
        let console = LogRecorder()
        let telemetry = telemetry(console)
        let heard = Mutex<[String]>([])
        await telemetry.deliver(
            "a",
            to: { text in
                await Task.yield()
                heard.withLock { $0.append(text) }
            }, named: "first")
        #expect(heard.withLock { $0 } == ["a"])
        await telemetry.deliver("b", to: { _ in throw CancellationError() }, named: "second")
        let none: (@Sendable (String) async throws -> Void)? = nil
        await telemetry.deliver("c", to: none, named: "third")
        #expect(console.lines.count == 1)
        #expect(console.lines[0].contains("WARNING A callback failed callback=second"))
    }

    // MARK: Statistics

    private func response(_ usage: CompletionUsage?, isStream: Bool = false) -> ModelResponseRecord {
        ModelResponseRecord(
            model: "m", usage: usage, characters: 40, isStream: isStream, latency: .milliseconds(1_234),
            timeToFirstToken: isStream ? .milliseconds(100) : nil, retries: 1)
    }

    @Test func `Each answer is one line of tokens and one of latency`() async throws {
        try await withTemporaryDirectory { directory in
            let telemetry = telemetry(LogRecorder()) {
                $0.saveTokenUsageToFile = true
                $0.tokenUsageFilePath = directory + "/t/tokens.log"
                $0.saveLatencyToFile = true
                $0.latencyFilePath = directory + "/l/latency.log"
            }
            telemetry.responseCompleted(response(CompletionUsage(promptTokens: 3, completionTokens: 2)))
            telemetry.responseCompleted(response(nil, isStream: true))
            var failure = MartletError(.server, "It broke.")
            failure.status = 503
            failure.attempts = 3
            telemetry.callFailed(APIConnectionError("m", cause: failure), latency: .seconds(2))
            telemetry.callFailed(ToolExecutionError("m", tool: "t", error: "e"), latency: .seconds(1))
            telemetry.callFailed(CancellationError(), latency: .seconds(9))

            let stamp = #"{"timestamp":"2023-11-14T22:13:20.000Z","#
            #expect(
                lines(at: directory + "/t/tokens.log") == [
                    stamp + #""model":"m","prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"stream":false}"#,
                    stamp
                        + #""model":"m","prompt_tokens":0,"completion_tokens":10,"total_tokens":10,"stream":true,"estimated":true}"#,
                ])
            #expect(
                lines(at: directory + "/l/latency.log") == [
                    stamp + #""model":"m","latency":1.234,"retries":1,"status":200}"#,
                    stamp + #""model":"m","latency":1.234,"retries":1,"status":200,"time_to_first_token":0.1}"#,
                    stamp + #""latency":2.0,"retries":2,"status":503}"#,
                    stamp + #""latency":1.0,"retries":0,"status":"error"}"#,
                ])
            let stats = telemetry.stats
            #expect(stats.totalRequests == 4 && stats.errors == 2 && stats.retries == 4)
            #expect(stats.successRate == 50)
        }
    }

    @Test func `What is not captured is not saved`() async throws {
        try await withTemporaryDirectory { directory in
            let telemetry = telemetry(LogRecorder()) {
                $0.captureTokenUsage = false
                $0.captureLatency = false
                $0.saveTokenUsageToFile = true
                $0.tokenUsageFilePath = directory + "/tokens.log"
                $0.saveLatencyToFile = true
                $0.latencyFilePath = directory + "/latency.log"
            }
            telemetry.responseCompleted(response(CompletionUsage(promptTokens: 3, completionTokens: 2)))
            telemetry.callFailed(ConfigurationError("m"), latency: .seconds(1))
            #expect(names(in: directory) == [])
            #expect(telemetry.stats.totalRequests == 2 && telemetry.stats.errors == 1)
            #expect(telemetry.stats.totalTokens == 0 && telemetry.stats.totalLatency == 0)
        }
    }

    @Test func `Statistics are saved where the call, or else the configuration, says`() async throws {
        try await withTemporaryDirectory { directory in
            let telemetry = telemetry(LogRecorder()) { $0.tokenUsageFilePath = directory + "/tokens.log" }
            #expect(throws: ConfigurationError.self) { try telemetry.saveStats(to: nil) }
            try telemetry.saveStats(to: directory + "/mine.log")
            #expect(lines(at: directory + "/mine.log").count == 1)
            telemetry.update(
                model: ModelConfig(),
                runtime: RuntimeConfig {
                    $0.saveTokenUsageToFile = true
                    $0.tokenUsageFilePath = directory + "/tokens.log"
                })
            try telemetry.saveStats(to: nil)
            #expect(lines(at: directory + "/tokens.log").count == 1)
        }
    }

    @Test func `A statistics file that cannot be written is a warning`() async throws {
        try await withTemporaryDirectory { directory in
            let console = LogRecorder()
            let telemetry = telemetry(console) {
                $0.saveLatencyToFile = true
                $0.latencyFilePath = directory
            }
            telemetry.responseCompleted(response(nil))
            #expect(console.lines.count == 1 && console.lines[0].contains("WARNING A file could not be written"))
        }
    }
}
