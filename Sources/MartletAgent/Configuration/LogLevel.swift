public import Logging

/// How much an agent logs: the five levels of the configuration files.
public enum LogLevel: String, Hashable, Sendable, CaseIterable {
    case debug = "DEBUG"
    case info = "INFO"
    case warning = "WARNING"
    case error = "ERROR"
    case critical = "CRITICAL"

    /// The level of this name in any case of letters; nil when there is none. `WARN` and `FATAL` are known too.
    public init?(named name: String) {
        switch name.uppercased() {
        case "WARN": self = .warning
        case "FATAL": self = .critical
        case let upper:
            guard let level = LogLevel(rawValue: upper) else { return nil }
            self = level
        }
    }

    /// swift-log's level.
    public var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        case .critical: .critical
        }
    }
}
