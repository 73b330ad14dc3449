import Logging
import Synchronization

/// Keeps what a program's logger is given: level, message and facts in one line each.
final class LogRecorder: Sendable {
    private let entries = Mutex<[String]>([])

    /// `LEVEL message key=value …`, in order.
    var lines: [String] { entries.withLock { $0 } }

    /// A logger that is recorded.
    func logger(level: Logger.Level = .trace) -> Logger {
        var logger = Logger(label: "test", factory: { _ in Handler(recorder: self) })
        logger.logLevel = level
        return logger
    }

    /// For what takes text: a console.
    func append(_ line: String) { entries.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(recorder: LogRecorder) { self.recorder = recorder }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
                .map { " \($0.key)=\($0.value)" }.joined()
            recorder.append("\(event.level.rawValue.uppercased()) \(event.message)\(facts)")
        }
    }
}
