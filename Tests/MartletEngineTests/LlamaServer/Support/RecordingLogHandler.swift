import Logging
import Synchronization

/// Keeps what is logged.
struct RecordingLogHandler: LogHandler {
    final class Records: Sendable {
        private let entries = Mutex<[(level: Logger.Level, message: String)]>([])

        var all: [(level: Logger.Level, message: String)] { entries.withLock { $0 } }

        var warnings: [String] { all.filter { $0.level == .warning }.map(\.message) }

        func append(level: Logger.Level, message: String) {
            entries.withLock { $0.append((level, message)) }
        }
    }

    let records: Records
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        records.append(level: event.level, message: "\(event.message) \(pairs)")
    }

    /// A logger and what it has logged.
    static func make() -> (logger: Logger, records: Records) {
        let records = Records()
        return (Logger(label: "test") { _ in RecordingLogHandler(records: records) }, records)
    }
}

/// A logger nobody listens to.
let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
