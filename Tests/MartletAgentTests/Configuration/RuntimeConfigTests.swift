import Logging
import MartletAPI
import Testing

@testable import MartletAgent

struct RuntimeConfigTests {
    @Test func `Every field has its documented default`() {
        let expected: JSONObject = [
            "enable_logging": true, "log_level": "INFO", "save_logs_to_file": false,
            "log_file_path": "logs/openai_chatapi.log", "log_file_max_bytes": 10_485_760, "log_file_backup_count": 5,
            "capture_http_traffic": nil, "log_http_requests": false, "log_http_responses": false,
            "save_http_traffic_to_file": false, "http_traffic_file_path": "logs/http_traffic.log",
            "capture_token_usage": true, "save_token_usage_to_file": false,
            "token_usage_file_path": "logs/token_usage.log", "capture_latency": true, "save_latency_to_file": false,
            "latency_file_path": "logs/latency.log", "enable_debug": false, "debug_save_requests": false,
            "debug_save_responses": false, "debug_output_dir": "debug", "timeout": 60, "verify_ssl": true,
            "max_retries": 0, "retry_delay": 1, "max_tool_iterations": 5, "tool_failure_policy": "raise",
            "stream_enable_progress": false, "display_stream_output": nil, "include_stream_usage": true,
            "strict_parsing": false, "split_reasoning_tags": false, "max_media_bytes": nil, "strict_media": false,
            "truncate_long_errors": true, "max_error_length": 500,
        ]
        #expect(RuntimeConfig().toDictionary() == expected)
    }

    @Test func `A dictionary has no callbacks`() {
        let runtime = RuntimeConfig {
            $0.streamChunkCallback = { _ in }
            $0.responseCallback = { _ in }
        }
        #expect(runtime.toDictionary() == RuntimeConfig().toDictionary())
    }

    @Test func `An update keeps the callbacks and sets all of its fields or none`() throws {
        var runtime = RuntimeConfig { $0.streamChunkCallback = { _ in } }
        try runtime.update(["log_level": "debug", "timeout": 5, "tool_failure_policy": "retry_once"])
        #expect(runtime.logLevel == .debug && runtime.timeout == .seconds(5))
        #expect(runtime.toolFailurePolicy == .retryOnce && runtime.streamChunkCallback != nil)
        #expect(throws: ConfigurationError.self) { try runtime.update(["max_retries": 2, "nonsense": 1]) }
        #expect(throws: ConfigurationError.self) { try runtime.update(["tool_failure_policy": "hope"]) }
        #expect(runtime.maxRetries == 0)
    }

    @Test func `A level that is none stands for INFO, in any case of letters`() throws {
        var runtime = RuntimeConfig()
        let levels: [(String, LogLevel)] = [
            ("warning", .warning), ("WARN", .warning), ("Critical", .critical), ("loud", .info), ("", .info),
        ]
        for (name, level) in levels {
            try runtime.update(["log_level": .string(name)])
            #expect(runtime.logLevel == level, "\(name)")
        }
    }

    @Test func `HTTP traffic is captured when any switch needs it, unless it is switched off`() {
        #expect(!RuntimeConfig().capturesHTTPTraffic)
        let switches: [@Sendable (inout RuntimeConfig) -> Void] = [
            { $0.logHTTPRequests = true }, { $0.logHTTPResponses = true }, { $0.saveHTTPTrafficToFile = true },
            { $0.debugSaveRequests = true }, { $0.debugSaveResponses = true },
        ]
        for change in switches {
            var runtime = RuntimeConfig(change)
            #expect(runtime.capturesHTTPTraffic)
            runtime.captureHTTPTraffic = false
            #expect(!runtime.capturesHTTPTraffic)
        }
        #expect(RuntimeConfig { $0.captureHTTPTraffic = true }.capturesHTTPTraffic)
    }

    @Test func `A stream is printed when the call asks and a switch says so; display_stream_output wins`() {
        #expect(!RuntimeConfig().displaysStream(true))
        #expect(RuntimeConfig { $0.streamEnableProgress = true }.displaysStream(true))
        #expect(!RuntimeConfig { $0.streamEnableProgress = true }.displaysStream(false))
        #expect(RuntimeConfig { $0.displayStreamOutput = true }.displaysStream(true))
        let silenced = RuntimeConfig {
            $0.streamEnableProgress = true
            $0.displayStreamOutput = false
        }
        #expect(!silenced.displaysStream(true))
    }

    @Test func `Debugging shows every level`() {
        let runtime = RuntimeConfig { $0.logLevel = .error }
        #expect(runtime.effectiveLogLevel == .error)
        #expect(RuntimeConfig { $0.enableDebug = true }.effectiveLogLevel == .debug)
    }
}
