public import MartletAPI

/// A ``RuntimeConfig`` for a situation. The rest of its fields have their defaults.
public enum RuntimeConfigTemplate: String, Hashable, Sendable, CaseIterable {
    /// The documented defaults.
    case `default`
    /// Warnings only, tokens and latency counted, three retries, 30 seconds, nothing captured or printed.
    case production
    /// Everything logged, requests and answers among it, debugging on, certificates not checked.
    case development
    /// Errors only, nothing captured or printed, 10 seconds, no retry.
    case testing
    /// Everything written to files: the log, HTTP traffic, tokens, latency.
    case monitoring
    /// No log, nothing counted but requests and errors, nothing printed.
    case minimal

    /// The template of this name.
    ///
    /// - Throws: ``ConfigurationError`` with the names that there are.
    public init(named name: String) throws(ConfigurationError) {
        guard let template = Self(rawValue: name) else {
            throw .unknownTemplate(name, of: Self.allCases.map(\.rawValue))
        }
        self = template
    }

    /// What the template sets, by field.
    var values: JSONObject {
        switch self {
        case .default: [:]
        case .production:
            [
                "log_level": "WARNING", "capture_token_usage": true, "capture_latency": true, "max_retries": 3,
                "timeout": 30, "capture_http_traffic": false, "display_stream_output": false,
            ]
        case .development:
            [
                "log_level": "DEBUG", "log_http_requests": true, "log_http_responses": true, "enable_debug": true,
                "verify_ssl": false, "capture_http_traffic": true, "debug_save_requests": false,
                "debug_save_responses": false,
            ]
        case .testing:
            [
                "log_level": "ERROR", "capture_http_traffic": false, "display_stream_output": false, "timeout": 10,
                "max_retries": 0,
            ]
        case .monitoring:
            [
                "log_level": "INFO", "save_logs_to_file": true, "capture_http_traffic": true,
                "log_http_requests": true, "log_http_responses": true, "save_http_traffic_to_file": true,
                "save_token_usage_to_file": true, "save_latency_to_file": true,
            ]
        case .minimal:
            [
                "enable_logging": false, "capture_token_usage": false, "capture_latency": false,
                "display_stream_output": false,
            ]
        }
    }
}

extension RuntimeConfig {
    /// Creates a configuration from a template.
    ///
    /// - Parameter overrides: Fields by the protocol's names; they stand above the template's.
    /// - Throws: ``ConfigurationError`` as ``update(_:)``.
    public init(
        template: RuntimeConfigTemplate, overrides: JSONObject = [:]
    ) throws(ConfigurationError) {
        self.init()
        try update(template.values)
        try update(overrides)
    }
}

extension ConfigurationError {
    static func unknownTemplate(_ name: String, of names: [String]) -> ConfigurationError {
        ConfigurationError("There is no template '\(name)'. There are \(names.joined(separator: ", ")).")
    }
}
