public import MartletAPI

extension RuntimeConfig: ConfigurationFields {
    static let fields: [ConfigurationField<RuntimeConfig>] = [
        .init("enable_logging", \.enableLogging),
        .init("log_level", \.logLevel),
        .init("save_logs_to_file", \.saveLogsToFile),
        .init("log_file_path", \.logFilePath),
        .init("log_file_max_bytes", \.logFileMaxBytes),
        .init("log_file_backup_count", \.logFileBackupCount),
        .init("capture_http_traffic", \.captureHTTPTraffic),
        .init("log_http_requests", \.logHTTPRequests),
        .init("log_http_responses", \.logHTTPResponses),
        .init("save_http_traffic_to_file", \.saveHTTPTrafficToFile),
        .init("http_traffic_file_path", \.httpTrafficFilePath),
        .init("capture_token_usage", \.captureTokenUsage),
        .init("save_token_usage_to_file", \.saveTokenUsageToFile),
        .init("token_usage_file_path", \.tokenUsageFilePath),
        .init("capture_latency", \.captureLatency),
        .init("save_latency_to_file", \.saveLatencyToFile),
        .init("latency_file_path", \.latencyFilePath),
        .init("enable_debug", \.enableDebug),
        .init("debug_save_requests", \.debugSaveRequests),
        .init("debug_save_responses", \.debugSaveResponses),
        .init("debug_output_dir", \.debugOutputDir),
        .init("timeout", \.timeout),
        .init("verify_ssl", \.verifySSL),
        .init("max_retries", \.maxRetries),
        .init("retry_delay", \.retryDelay),
        .init("max_tool_iterations", \.maxToolIterations),
        .init("tool_failure_policy", \.toolFailurePolicy),
        .init("stream_enable_progress", \.streamEnableProgress),
        .init("display_stream_output", \.displayStreamOutput),
        .init("include_stream_usage", \.includeStreamUsage),
        .init("strict_parsing", \.strictParsing),
        .init("split_reasoning_tags", \.splitReasoningTags),
        .init("max_media_bytes", \.maxMediaBytes),
        .init("strict_media", \.strictMedia),
        .init("truncate_long_errors", \.truncateLongErrors),
        .init("max_error_length", \.maxErrorLength),
    ]

    /// The fields by the protocol's names, without the callbacks.
    public func toDictionary() -> JSONObject { dictionary }

    /// Sets fields by the protocol's names, all of them or none. Callbacks stay as they are.
    ///
    /// - Throws: ``ConfigurationError`` when there is no such field, or when a value is of another type.
    public mutating func update(_ fields: JSONObject) throws(ConfigurationError) { try setAll(fields) }

    // No value of it is out of range: what cannot be stands for the nearest that can.
    func validated() throws(ConfigurationError) -> RuntimeConfig { self }
}
