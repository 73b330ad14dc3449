import Logging
import Synchronization

/// Keeps what is logged as an error.
final class ErrorLog: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    static func make() -> (logger: Logger, errors: ErrorLog) {
        let errors = ErrorLog()
        return (Logger(label: "test", factory: { _ in Handler(errors: errors) }), errors)
    }

    private struct Handler: LogHandler {
        let errors: ErrorLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.error

        init(errors: ErrorLog) {
            self.errors = errors
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            errors.kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}
