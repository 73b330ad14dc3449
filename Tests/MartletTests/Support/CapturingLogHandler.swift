import Logging
import Synchronization

/// Everything that was logged, as text.
final class LogRecords: Sendable {
    private let records = Mutex<[String]>([])

    var texts: [String] { records.withLock { $0 } }
    func add(_ text: String) { records.withLock { $0.append(text) } }

    /// A logger that writes here, from the lowest level on.
    var logger: Logger {
        var logger = Logger(label: "test") { _ in CapturingLogHandler(records: self) }
        logger.logLevel = .trace
        return logger
    }
}

/// Keeps what is logged.
struct CapturingLogHandler: LogHandler {
    let records: LogRecords
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        records.add("\(event.level) \(event.message) \(all.sorted { $0.key < $1.key })")
    }
}
