import Logging
import Synchronization

import struct Foundation.Data
import struct Foundation.Date
import class Foundation.FileHandle

/// Where the loggers of one agent write to, as its configuration says at the moment of logging.
final class LogOutput: Sendable {
    struct Settings {
        var isEnabled = true
        var level = Logger.Level.info
        /// The log file; nil when nothing is saved.
        var file: String?
        var maximumBytes = 0
        var backups = 0
        var redactor = TrafficRedactor()
        /// Files that could not be written to, of which the console was told.
        var unwritable: Set<String> = []
    }

    private let settings = Mutex(Settings())
    /// The program's own logger, which stands for the console.
    private let given: Logger?
    private let console: @Sendable (String) -> Void
    private let now: @Sendable () -> Date

    init(
        logger: Logger?, now: @escaping @Sendable () -> Date,
        console: @escaping @Sendable (String) -> Void = LogOutput.standardError
    ) {
        given = logger
        self.now = now
        self.console = console
    }

    /// Nobody can be told when it cannot be written to.
    static let standardError: @Sendable (String) -> Void = { text in
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    func update(_ runtime: RuntimeConfig, redactor: TrafficRedactor) {
        settings.withLock {
            $0.isEnabled = runtime.enableLogging
            $0.level = runtime.effectiveLogLevel
            $0.file = runtime.saveLogsToFile ? runtime.logFilePath : nil
            $0.maximumBytes = runtime.logFileMaxBytes
            $0.backups = runtime.logFileBackupCount
            $0.redactor = redactor
        }
    }

    func logger(label: String) -> Logger {
        Logger(label: label, factory: { label in AgentLogHandler(label: label, output: self) })
    }

    /// The level below which nothing is of interest to any destination.
    var level: Logger.Level {
        let (isEnabled, level) = settings.withLock { ($0.isEnabled, $0.level) }
        guard isEnabled else { return .critical }
        return given.map { min($0.logLevel, level) } ?? level
    }

    func log(_ event: LogEvent, label: String, metadata: Logger.Metadata) {
        let settings = self.settings.withLock { $0 }
        guard settings.isEnabled else { return }
        let redacted = metadata.mapValues { Logger.Metadata.Value.string(settings.redactor.redact("\($0)")) }
        let line = LogLine(
            date: now(), label: label, level: event.level, message: settings.redactor.redact("\(event.message)"),
            metadata: redacted)
        if let given {
            given.log(
                level: event.level, "\(line.message)", metadata: redacted, source: event.source, file: event.file,
                function: event.function, line: event.line)
        } else if event.level >= settings.level {
            console(line.text)
        }
        if event.level >= settings.level, let file = settings.file { write(line.text, to: file, settings) }
    }

    /// Appends to the file of HTTP traffic, whatever the level is.
    func writeTraffic(_ message: String, metadata: Logger.Metadata, level: Logger.Level, to path: String) {
        let settings = self.settings.withLock { $0 }
        let line = LogLine(
            date: now(), label: nil, level: level, message: message,
            metadata: metadata.mapValues { .string(settings.redactor.redact("\($0)")) })
        write(line.text, to: path, settings)
    }

    private func write(_ text: String, to path: String, _ settings: Settings) {
        do throws(ConfigurationError) {
            try LineFile.append(
                text, to: path, maximumBytes: settings.maximumBytes, backups: settings.backups)
        } catch {
            // Once for each file: every line would say the same.
            let isNew = self.settings.withLock { $0.unwritable.insert(path).inserted }
            guard isNew, settings.isEnabled else { return }
            let line = LogLine(
                date: now(), label: "martlet.agent", level: .warning, message: "A log file could not be written",
                metadata: ["error": .string(error.message)])
            if let given {
                given.warning("\(line.message)", metadata: line.metadata)
            } else {
                console(line.text)
            }
        }
    }
}
